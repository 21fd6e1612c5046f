"""Says who may see what about whom, for what purpose, and who looked.

In: agencies, teams, staff, roles, relationships, shields.
Out: tickets that row security honours, and the log of every look.
"""
