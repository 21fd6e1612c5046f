"""Turns what cases teach into what everybody may know: briefings, bulletins and figures about nobody.

In: notes and reviews of cases with the linked record of whoever they are about; findings of audits.
Out: text from which nobody can be told, once people have confirmed what rules could not decide.
"""
