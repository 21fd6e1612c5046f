"""Looks the site over: its schema, its worker, what is late, who could edit it with a password alone."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from importlib import import_module
from typing import Final

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from wagtail.models import Revision

from kith.publishing.models import Editor, SiteMail, SitePage
from kith.publishing.selectors.editing import overdue_approvals
from kith.publishing.vocabulary.health import Health
from kith.publishing.vocabulary.posting import PostState

_LATE: Final = timedelta(minutes=10)
_ALIVE: Final = timedelta(minutes=2)
_TO_SET_UP: Final = timedelta(days=7)


def health_of_site(now: datetime) -> Iterator[Health]:
    """Yield each thing looked at; none of them tells a word of a page."""
    yield _schema()
    yield _worker(now)
    yield _schedule(now)
    yield _approvals(now)
    yield _second_factor(now)
    yield _approvers()
    yield _detector()


def _schema() -> Health:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    says = (
        f"{len(waiting)} migrations wait; `kith database migrate` runs them." if waiting else "It is of this version."
    )
    return Health(what="site schema", well=not waiting, says=says)


def _worker(now: datetime) -> Health:
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(last_heartbeat) FROM procrastinate_workers")
        seen = cursor.fetchone()[0]
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo' AND coalesce(scheduled_at, %s) < %s "
            "AND id IN (SELECT job_id FROM procrastinate_events WHERE type = 'deferred' AND at < %s)",
            [now - _LATE, now - _LATE, now - _LATE],
        )
        jobs = cursor.fetchone()[0]
    mails = SiteMail.objects.filter(state=PostState.WAITING, not_before__lt=now - _LATE).count()
    is_alive = seen is not None and now - seen < _ALIVE
    waits = f"{jobs} jobs and {mails} mails have waited for more than ten minutes"
    if not jobs and not mails:
        return Health(what="site worker", well=True, says="It runs." if is_alive else "None runs now; nothing waits.")
    advice = "see its log" if is_alive else "no worker runs: `kith site-worker`, or `kith serve`, starts it"
    return Health(what="site worker", well=False, says=f"{waits}; {advice}.")


def _schedule(now: datetime) -> Health:
    due = Revision.objects.filter(approved_go_live_at__lt=now - _LATE).count()
    gone = SitePage.objects.filter(live=True, expire_at__lt=now - _LATE).count()
    says = f"{due} pages should be live and {gone} should not be any longer; the worker sees to it."
    return Health(what="site schedule", well=not due and not gone, says=says if due or gone else "Nothing is overdue.")


def _approvals(now: datetime) -> Health:
    late = len(list(overdue_approvals(now)))
    says = f"{late} pages wait for an approver beyond their day; approvers were written to again."
    return Health(what="site approvals", well=True, says=says if late else "None is late.")


def _second_factor(now: datetime) -> Health:
    proved = Authenticator.objects.exclude(type=Authenticator.Type.RECOVERY_CODES).values("user")
    without = Editor.objects.filter(is_active=True).exclude(pk__in=proved)
    late = without.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX).filter(invited_at__lt=now - _TO_SET_UP)
    if late.exists():
        says = (
            f"{late.count()} editors have a password and no second proof after a week: end their access, or ask them."
        )
        return Health(what="site sign-in", well=False, says=says)
    says = f"{without.count()} editors have not set up a second proof yet; until then they edit nothing."
    return Health(what="site sign-in", well=True, says=says if without.exists() else "Every editor has a second proof.")


def _approvers() -> Health:
    able = Editor.objects.filter(is_active=True, groups__name__in=["Approvers", "Site administrators"]).distinct()
    editors, approvers = Editor.objects.filter(is_active=True).count(), able.count()
    if editors and not approvers:
        says = "Nobody can approve a page: invite an approver with `kith editor EMAIL NAME --role approver`."
        return Health(what="site approvers", well=False, says=says)
    return Health(
        what="site approvers", well=True, says=f"{approvers} of {editors} editors may approve what others wrote."
    )


def _detector() -> Health:
    try:
        import_module("kith.common.disclosure").suspects("Nothing in particular.")
    except Exception as error:  # noqa: BLE001 -- whatever is wrong, nothing can be published until it is mended
        says = f"It does not work ({type(error).__name__}), so no page can be sent for approval. Install Kith again."
        return Health(what="site detector", well=False, says=says)
    return Health(what="site detector", well=True, says="It reads every page before it is sent for approval.")
