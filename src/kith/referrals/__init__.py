"""Sends a child to another agency with the risk noted, and lets whoever sent it know what became of it.

In: a form with its required statement of risk, checked against the whole record.
Out: a referral that its receiver answers by the clock, and the share of referrals that note the risk.
"""
