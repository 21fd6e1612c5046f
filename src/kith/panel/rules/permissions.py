"""Who may do what at the panel; when it can be done is in the transitions."""

from kith.access.vocabulary import Role, Viewer

_RUNS = frozenset({Role.PANEL_COORDINATOR})
_DECIDES = frozenset({Role.PANEL_CHAIR})
_NOMINATES = frozenset(
    {Role.PRACTITIONER, Role.TEAM_MANAGER, Role.AGENCY_CONTACT, Role.PANEL_COORDINATOR, Role.PANEL_CHAIR}
)
_ANSWERS_FOR_AGENCY = frozenset({Role.AGENCY_CONTACT, Role.TEAM_MANAGER})


def may_run(viewer: Viewer) -> bool:
    """Test whether somebody triages, asks for research, draws up agendas and writes minutes."""
    return bool(viewer.roles & (_RUNS | _DECIDES))


def may_decide(viewer: Viewer) -> bool:
    """Test whether somebody decides in the chair."""
    return bool(viewer.roles & _DECIDES)


def may_nominate(viewer: Viewer) -> bool:
    """Test whether somebody may put a person forward; the look decides about whom."""
    return bool(viewer.roles & _NOMINATES)


def may_return_research(viewer: Viewer, agency_id: int) -> bool:
    """Test whether somebody answers for an agency."""
    return viewer.agency_id == agency_id and bool(viewer.roles & _ANSWERS_FOR_AGENCY)
