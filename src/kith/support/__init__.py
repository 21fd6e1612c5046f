"""Carries what is done for a child: one plan, interventions, the child's own words, and the months before a birth.

In: what workers, children and parents say and agree.
Out: entries of the chronology, tasks, a plan to take home, what worked for whom.
"""
