"""Says which records are one person, one family, one household.

In: person records of every agency.
Out: persons with stable ids, reversible memberships, and the reasons in plain words.
"""
