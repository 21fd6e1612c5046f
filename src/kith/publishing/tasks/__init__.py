"""What the site's worker does: jobs of the editing library, mail, and what comes by the clock."""

from kith.publishing.tasks.circulation import announce, forget
from kith.publishing.tasks.editing import write_to_editors
from kith.publishing.tasks.events import run_events_clock
from kith.publishing.tasks.jobs import retry_stalled_jobs, run_job
from kith.publishing.tasks.posting import deliver_mail, sweep_mail
from kith.publishing.tasks.schedule import publish_scheduled
from kith.publishing.tasks.toolkits import remind_of_reviews

__all__ = [
    "announce",
    "deliver_mail",
    "forget",
    "publish_scheduled",
    "remind_of_reviews",
    "retry_stalled_jobs",
    "run_events_clock",
    "run_job",
    "sweep_mail",
    "write_to_editors",
]
