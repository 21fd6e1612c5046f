"""The tables of subject access."""

from kith.subject_access.models.requests import RequestStep, RequestSubject, SubjectRequest
from kith.subject_access.models.rows import AnswerFile, GatheredRow, Gathering, Piece

__all__ = ["AnswerFile", "GatheredRow", "Gathering", "Piece", "RequestStep", "RequestSubject", "SubjectRequest"]
