"""How the site is, in words for whoever runs it."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True, kw_only=True)
class Health:
    """One thing that was looked at: what, whether it is well, and a sentence that says so or what to do."""

    what: str
    well: bool
    says: str

    def row(self) -> dict[str, object]:
        """Return it as it goes from the site's process to the command line."""
        return asdict(self)
