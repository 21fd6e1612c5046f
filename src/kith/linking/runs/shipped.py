"""The model that comes with the product: trained once, named by its hash, frozen with its name frequencies."""

from functools import lru_cache
from importlib.resources import files

from kith.linking.analysis.model import Model
from kith.linking.runs.files import model_from


@lru_cache(maxsize=1)
def shipped_model() -> Model:
    """Return the shipped model."""
    return model_from((files("kith.linking.analysis") / "trained_model.json").read_text("utf-8"))
