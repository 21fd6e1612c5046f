"""Tells one story per person, from every agency.

In: canonical events and the links between records.
Out: dated entries with source, participants and who said it.
"""
