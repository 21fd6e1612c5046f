"""The forms of subject access."""

from kith.subject_access.forms.deciding import PieceForm, RowForm
from kith.subject_access.forms.requests import ExtendForm, IdentityForm, RefuseForm, RequestForm, SecondForm

__all__ = ["ExtendForm", "IdentityForm", "PieceForm", "RefuseForm", "RequestForm", "RowForm", "SecondForm"]
