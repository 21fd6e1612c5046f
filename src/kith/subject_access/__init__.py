"""Answers whoever asks for their own record: gathers it whole, replaces everybody else in it, and checks what leaves.

In: a request with who asks and how they were known, and everything that every app keeps about that one person.
Out: a copy as PDF and JSON in which each replacement and each row left out names its ground, counted to the last row.
"""
