"""Forms of the directory, and of the parts of the partnership's structure."""

from kith.partnership.forms.directory import PlacesForm, ProviderForm, SearchForm, ServiceForm, StatusForm
from kith.partnership.forms.structure import AsAtForm, PartForm, PutBackForm

__all__ = [
    "AsAtForm",
    "PartForm",
    "PlacesForm",
    "ProviderForm",
    "PutBackForm",
    "SearchForm",
    "ServiceForm",
    "StatusForm",
]
