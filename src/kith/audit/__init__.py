"""Audits cases by theme: chooses them, asks agencies, moderates grades, counts findings, follows what is done.

In: a question, a rule over the record that finds the cases, what each agency says of each case and how it grades it.
Out: findings that count themselves, recommendations, actions with evidence, the difference that the next audit shows.
"""
