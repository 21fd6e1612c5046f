"""Says what the partnership is made of: its agencies, groups and seats, and the services a child can be referred to.

In: a directory in Open Referral UK form, what providers say of their capacity, what the coordinator says of groups.
Out: services that are open, suitable and near, for referrals, plans and the public directory; the structure on any day.
"""
