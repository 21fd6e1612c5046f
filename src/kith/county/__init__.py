"""Invents a county and writes the files its agencies would produce.

In: a number of people, a number of years and a seed.
Out: agency files in their real formats, and the truth in a sealed folder.
"""
