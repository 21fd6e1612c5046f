"""Says what the partnership is made of: the services a child can be referred to, with their places and waiting times.

In: a directory in Open Referral UK form, and what providers say of their capacity.
Out: services that are open, suitable and near, for referrals, plans and the public directory.
"""
