"""Says who to consider next, and why, in sentences.

In: the chronology and one versioned policy of attention points.
Out: a list that a person may question line by line; it decides nothing.
"""
