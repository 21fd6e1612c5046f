"""The demo's circulation list: in every state, with a sent alert and its proof, and no address of anybody real."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from kith.publishing.models import Announcement, SignUp, SiteMail, Subscriber, Subscription, Suppression, Telling
from kith.publishing.presenters.desk import overview_page, person_page
from kith.publishing.services.demonstrating import fill_toolkits
from tests.publishing.inside.newsroom import winter_issue


def test_the_desk_of_a_demo_has_something_of_everything(settings: Any) -> None:
    settings.KITH_DEMO = True
    winter_issue()
    fill_toolkits(now=timezone.now())
    call_command("demo_circulation")
    titles = list(Announcement.objects.filter(topic="toolkits").values_list("title", flat=True))
    assert titles == ["Pre-birth planning, version 2"], "nobody is told of a version that is superseded already"
    live = Subscription.objects.filter(ended_at=None)
    assert set(live.values_list("frequency", flat=True)) == {"at_once", "daily", "weekly"}
    assert {"unsubscribed", "bounced"} <= set(Subscription.objects.values_list("ended_because", flat=True))
    assert Suppression.objects.get().hint == "v…@example.org"
    assert SignUp.objects.filter(confirmed_at=None).exists(), "somebody who has not agreed yet"
    told = Telling.objects.values_list("subscriber__address", flat=True)
    assert {"nell.harrow@example.org", "quinn.abbot@example.org", "tilda.frost@example.org"} <= set(told)
    assert "uma.crane@example.org" not in told, "who left is told nothing"
    proof = person_page(address="vic.stone@example.org")
    assert [came.kind for row in proof["mails"] for came in row["returns"]] == ["hard"]
    assert overview_page()["announced"]
    addresses = {
        *Subscriber.objects.values_list("address", flat=True),
        *SiteMail.objects.values_list("address", flat=True),
    }
    assert all(address.endswith("@example.org") for address in addresses)
    before = SiteMail.objects.count(), Announcement.objects.count()
    call_command("demo_circulation")
    assert (SiteMail.objects.count(), Announcement.objects.count()) == before


def test_nobody_invented_joins_the_list_of_a_real_site(settings: Any) -> None:
    settings.KITH_DEMO = False
    with pytest.raises(CommandError, match="no demo"):
        call_command("demo_circulation")
    assert not Subscriber.objects.exists()
