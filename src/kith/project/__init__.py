"""Ties the apps into one product: settings, urls, database, command line.

In: every app.
Out: the processes that run.
"""
