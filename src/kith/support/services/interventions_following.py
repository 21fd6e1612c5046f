"""Takes interventions along when two people turn out to be one, or one to be two."""

from typing import Any, Final

from django.db.models import Manager

from kith.linking.services import TableFollower
from kith.support import models

# Children before parents, so that a purge never leaves a row without what it belongs to.
_ROWS: Final[tuple[Manager[Any], ...]] = (
    models.InterventionChange.objects,
    models.InterventionText.objects,
    models.Intervention.objects,
)


class InterventionFollower(TableFollower):
    """Keeps interventions true when people change; see `linking.vocabulary.PersonFollower`.

    On a merge the interventions of both are of one person. A split moves nothing: what was agreed was agreed for the
    person as known then, and a person must decide.
    """

    name = "interventions"
    rows = _ROWS
    kept = "interventions"
    goes_along = "Interventions go along."
    purged = ("support.interventions_purged", "support.intervention")
