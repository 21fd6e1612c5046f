"""Holds what every app agrees on: dates, identifiers, names, code sets.

In: nothing from any other app.
Out: pure functions and facts with their sources.
"""
