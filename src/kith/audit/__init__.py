"""Audits cases by theme, keeps the reviews that the law asks for, and lets agencies assess themselves (section 11).

In: a question, a rule over the record that finds the cases, a serious incident, what each agency says and its grades.
Out: findings that count themselves, recommendations, actions with evidence, the difference that the next audit shows.
"""
