"""The public site: what the partnership tells everybody, in pages that anybody can read.

In: what editors write, and what casework hands over through the inbox: approved, anonymised text and released figures.
Out: news, newsletters, briefings and bulletins for readers; it has a database of its own and cannot see a child.
"""
