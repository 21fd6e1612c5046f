"""Takes the register of releases along when two people turn out to be one, or somebody is purged."""

from datetime import datetime

from kith.access.services import trace
from kith.learning.models import ReleasedChild
from kith.linking.services import TableFollower
from kith.linking.vocabulary import FollowerEffect


class ReleasesFollower(TableFollower):
    """Keeps the register true when the people in it change; see `linking.vocabulary.PersonFollower`.

    What was told of how many stays true of the day it was told: two rows that are now of one person stay two, and a
    purge makes a row one of nobody, for a register that forgot would let the next release give others away.
    """

    name = "releases"
    rows = (ReleasedChild.objects,)
    kept = "released figures"
    goes_along = "What was counted of them in released figures goes along."
    purged = ("learning.purged", "learning.release")

    def purge(self, person_id: int, *, by: int | None, now: datetime) -> FollowerEffect:
        """Forget who a row of the register is of; the row stays, as one of nobody."""
        changed = ReleasedChild.objects.filter(person_id=person_id).update(person_id=None)
        action, subject = self.purged
        trace(by=by, action=action, subject=subject, now=now, after={"rows": changed})
        return FollowerEffect(follower=self.name, rows=changed)
