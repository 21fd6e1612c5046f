"""Forms of learning: which findings are told and how, and why something is declined or withdrawn."""

from kith.learning.forms.releases import BecauseForm, ReleaseForm

__all__ = [
    "BecauseForm",
    "ReleaseForm",
]
