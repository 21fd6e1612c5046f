"""The access policy said a second time, as sentences, to check the table in `access.rules` against.

It shares no code with the product: plain strings, one question at a time, the first sentence that
speaks decides.
"""

STRANGERS = {"none", "expired", "not_yet_begun"}
WORKS_WITH_CHILDREN = {"practitioner", "team_manager", "agency_contact"}
RUNS_THE_PANEL = {"panel_coordinator", "panel_chair"}
DETAIL = {"care", "health", "police"}
OWN_SECTOR = {
    "care": {"care", "education"},
    "health": {"health"},
    "police": {"police", "youth_justice"},
    "protected": {"care"},
}


def may(role: str, state: str, tier: str, action: str, sector: str) -> bool:  # noqa: C901 -- one sentence a line
    """Say whether one role in one state may do one thing with one tier, working in one sector."""
    own = sector in OWN_SECTOR.get(tier, {sector})
    if state == "blocked":  # "Own family, or a conflict: never, whatever else is true."
        return False
    if role in {"publisher", "scrutineer", "administrator"}:  # "They work without any child."
        return False
    if role == "auditor":  # "Reads and prints the cases of the cohort, and finds nobody else."
        return state == "current" and tier != "protected" and action in {"open", "print"}
    if role == "analyst":  # "Headlines of the county, to open and to take away as points."
        return state != "break_glass" and tier in {"existence", "headlines"} and action in {"open", "export"}
    if role == "data_steward":
        return _steward(state, tier, action)
    if role == "ig_lead":
        return _governance(state, tier, action)
    if tier == "existence" and action in {"find", "open"}:  # "That a child is known, and whom to ring."
        return True
    if role in RUNS_THE_PANEL:
        return _panel(state, tier, action)
    assert role in WORKS_WITH_CHILDREN
    return _practice(role, state, tier, action, own)


def _steward(state: str, tier: str, action: str) -> bool:
    if tier == "existence":
        return action in {"find", "open"} or (action in {"add", "change"} and state != "break_glass")
    return tier == "headlines" and action == "open" and state != "break_glass"


def _governance(state: str, tier: str, action: str) -> bool:
    if tier == "existence" and action in {"find", "open"}:
        return True
    if tier == "protected" and action == "find":
        return state in STRANGERS | {"current"}
    return state == "current" and action in {"open", "export", "print"}


def _panel(state: str, tier: str, action: str) -> bool:
    if tier == "protected":
        return False
    if state == "break_glass":
        return action in {"find", "open"}
    if tier == "headlines" and action in {"find", "open"}:
        return True
    if state != "panel_seat":
        return False
    if action in {"print", "share"}:
        return True
    if tier in DETAIL and action in {"find", "open"}:
        return True
    return tier in {"existence", "headlines", "care"} and action in {"add", "change"}


def _practice(role: str, state: str, tier: str, action: str, own: bool) -> bool:  # noqa: C901 -- one sentence a line
    if state in STRANGERS:  # "Whoever meets a child whom nobody knows adds them."
        return (state, tier, action) == ("none", "existence", "add")
    if state == "break_glass":
        return tier != "protected" and action in {"find", "open"}
    if tier == "protected":
        return role != "agency_contact" and state == "current" and own and action in {"find", "open"}
    if action in {"find", "open"}:
        return tier in {"headlines", "care"} or own
    if action in {"add", "print"}:
        if tier in {"health", "police"}:
            return own
        return state in {"current", "panel_seat"}
    if action == "change":
        return role != "agency_contact" and state == "current" and tier in DETAIL and own
    if action == "share":
        shares = role in {"team_manager", "agency_contact"} and state in {"current", "panel_seat"}
        return shares and (tier in {"existence", "headlines"} or own)
    return False
