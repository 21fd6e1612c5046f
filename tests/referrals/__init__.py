"""Referrals: sent with the risk noted, and answered by the clock."""
