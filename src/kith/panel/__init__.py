"""Runs the panel: who is considered, what each agency knows, what is decided, what comes of it; and disagreement.

In: candidates whom people nominate, research that agencies return, minutes written while the meeting runs.
Out: decisions with their reasons, actions with owners, packs for each agency, measures of the panel's own work.
"""
