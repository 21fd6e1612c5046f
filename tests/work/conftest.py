"""What the tests of work share: moments in the partnership's time, and a task to begin with."""

from collections.abc import Callable, Iterator
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.test import Client, override_settings

from kith.access.vocabulary import Role
from kith.work import services
from kith.work.vocabulary import NewTask, TaskKind
from tests.worlds.partnership import Partnership

LONDON = ZoneInfo("Europe/London")
MONDAY = datetime(2026, 11, 2, 9, 0, tzinfo=LONDON)


@pytest.fixture
def give(partnership: Partnership) -> Callable[..., UUID]:
    """Give the practitioner a task, as the coordinator would."""

    def give_task(kind: TaskKind = TaskKind.ACTION, now: datetime = MONDAY, link: str = "/waiting/") -> UUID:
        new = NewTask(kind=kind, owner_id=partnership.staff[Role.PRACTITIONER].pk, link=link, subject="panel.action")
        return services.add_task(new=new, by=partnership.viewer(Role.PANEL_COORDINATOR), now=now)

    return give_task


@pytest.fixture
def signed_in(partnership: Partnership) -> Callable[[Role], Client]:
    """Sign a member of staff in, known twice over."""

    def sign_in(role: Role) -> Client:
        client, staff = Client(), partnership.staff[role]
        client.force_login(staff, backend="allauth.account.auth_backends.AuthenticationBackend")
        TOTP.activate(staff, "JBSWY3DPEHPK3PXP")
        return client

    return sign_in


@pytest.fixture(autouse=True)
def plain_static_files() -> Iterator[None]:
    """Serve static files as they are in the tree; a manifest is made when an installation is set up."""
    static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES={**settings.STORAGES, "staticfiles": static}):
        yield
