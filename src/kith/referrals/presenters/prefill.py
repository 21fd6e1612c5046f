"""What the record fills into a new referral, so that nobody is asked twice."""

from kith.access.vocabulary import Viewer
from kith.chronology.vocabulary import Chronology


def prefill(chronology: Chronology, viewer: Viewer) -> dict[str, str]:
    """Return by field what is known already: how the viewer knows the child, the legal status, the siblings."""
    roles = [each.role for each in chronology.involved if each.is_current and each.worker == viewer.name and each.role]
    siblings = [each.name for each in chronology.family if each.kind == "sibling" and each.ends_on is None]
    return {
        "referrer_relationship": ", ".join(dict.fromkeys(roles)),
        "legal_status": "; ".join(chronology.header.flags),
        "siblings": f"Not decided: {', '.join(siblings)}" if siblings else "",
    }
