"""Keeps actions, clocks, one inbox, and the ways to send mail.

In: things that somebody has to do by a day.
Out: reminders that say nothing about a child.
"""
