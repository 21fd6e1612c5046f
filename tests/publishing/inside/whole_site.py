"""The public site with something of everything on it, for tests that look at every kind of page at once."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.test import Client, override_settings
from django.utils import timezone

from kith.project.site import inbox_parameters
from kith.publishing.models import Booking, Editor, Event, IssuePage, SiteMail, SitePage
from kith.publishing.selectors.editing import token_of
from kith.publishing.services import reader_links
from kith.publishing.services.demonstrating import fill_contacts, fill_toolkits, fill_voices
from kith.publishing.services.events import dates
from kith.publishing.services.importing import import_list
from kith.publishing.services.previewing import make_preview
from kith.publishing.services.voicing import hand_over_demo_words
from kith.publishing.vocabulary.circulation import Consent, Frequency
from kith.publishing.vocabulary.editing import EditorRole
from kith.publishing.vocabulary.events import EventStatus
from tests.publishing.inside import newsroom, people, workshops
from tests.publishing.inside.partnership_pages import partnership_pages
from tests.publishing.inside.readers import joined, keeper, mails_of, path_in
from tests.publishing.inside.test_languages import in_welsh
from tests.publishing.structures import structure

_ALWAYS = (
    "/circulation",
    "/circulation/asked",
    "/circulation/link",
    "/tell-us/",
    "/tell-us/thank-you/",
    "/search",
    "/search?q=audit",
    "/search?q=nothingofthekind",
    "/partnership/",
    "/services/",
    "/events/",
    "/events/certificate/",
    "/privacy",
    "/accessibility",
    "/accounts/login/",
    "/no/such/page/",
    "/learning/?kind=bulletin",
    "/toolkits/pre-birth-planning/v2/checklist/",
    "/toolkits/pre-birth-planning/v2/form/",
    "/toolkits/pre-birth-planning/v2/changes/",
    "/cy/circulation",
    "/cy/circulation/asked",
    "/cy/circulation/link",
    "/cy/tell-us/",
    "/cy/tell-us/thank-you/",
    "/cy/search?q=helpu",
    "/cy/dim-byd/",
)


def whole_site() -> str:
    """Fill the site; return the addresses of readers, then those of keepers with a keeper's session, as one word."""
    hand_over_demo_words(inbox=inbox_parameters(settings.INSTALLATION, "kith_worker"), now=timezone.now())
    newsroom.winter_issue()
    partnership_pages()
    for fill in (fill_toolkits, fill_contacts, fill_voices):
        fill(now=timezone.now())
    with override_settings(KITH_DEMO=True):
        call_command("demo_circulation")
    found = [*_ALWAYS, *_partnership(), *_events(), *_readers(), *_drafts()]
    in_welsh(newsroom.under(newsroom.home(), newsroom.news("What helps")), "Beth sy’n helpu", "beth-syn-helpu")
    pages = [str(page.get_url()) for page in SitePage.objects.live().filter(depth__gt=1).order_by("path")]
    public = [urlsplit(one)._replace(scheme="", netloc="").geturl() for one in (*pages, *found)]
    return "|".join([",".join(public), ",".join(_keepers()), _session()])


def _keepers() -> list[str]:
    """Return every page of our own making below /cms/."""
    unreadable = b"email,topics,consent,consented on\nnobody,news,Signed a sheet,2019-10-01\n"
    editor = Editor.objects.get(name="Sorrel")
    taken = import_list(
        raw=unreadable,
        name="sheet.csv",
        consent=Consent(),
        frequency=Frequency.WEEKLY,
        by=editor.pk,
        now=timezone.now(),
    )
    draft = SitePage.objects.get(slug="the-spring-newsletter")
    mail = SiteMail.objects.latest("pk")
    at = Event.objects.filter(bookings__isnull=False).order_by("pk").first()
    assert at is not None
    held = Booking.objects.filter(event=at).order_by("pk")[0]
    lists = ["", "import/", f"import/{taken.public_id}/", "returns/", "outbox/", f"outbox/{mail.pk}/"]
    desk = ["", "agencies/", "learning/", "new/", "series/new/", f"series/{at.series.pk}/"]
    desk += [
        f"at/{at.code}/{rest}" for rest in ("", "change/", "cancel/", "results/", "register/", "door/", "walk-in/")
    ]
    desk += [f"at/{at.code}/in/{held.code}/"]
    own = ["toolkits/", "editors/", f"previews/{draft.pk}/", f"words/{draft.pk}/"]
    return [
        f"/cms/{one}" for one in (*own, *(f"circulation/{one}" for one in lists), *(f"events/{one}" for one in desk))
    ]


def _session() -> str:
    """Return the session of somebody who keeps everything."""
    client = Client()
    keeper(client)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _partnership() -> list[str]:
    told = structure()
    return [
        f"/partnership/{name}/{kept[0].id}/"
        for name, kept in (("groups", told.groups), ("priorities", told.priorities), ("agencies", told.agencies))
    ]


def _events() -> list[str]:
    """Plan one event of each standing, and return their pages, forms and somebody's bookings."""
    workshops.agencies()
    told = workshops.series(summary="How neglect looks before anybody calls it that.", aims="Name it\nWrite it down")
    full = workshops.soon(capacity=1)
    free = workshops.soon(days=40, capacity=20, reserved={"Police": 2})
    undated = workshops.soon(
        series=told.pk, status=EventStatus.TO_BE_CONFIRMED, starts_at=None, ends_at=None, expected="Early in spring"
    )
    cancelled = workshops.soon(days=50)
    dates.cancel_event(event_id=cancelled.pk, because="The hall has no heating.", by=None, now=timezone.now())
    now = timezone.now()
    held = workshops.books(full, "Hal Holder", "Health", now=now)
    waits = workshops.books(full, "Ada Brook", "Police", now=now)
    asked = workshops.ask(free, "Joss Elm", "Council", now=now)
    rows = [f"/events/{one.code}/" for one in (full, free, undated, cancelled)]
    rows += [f"/events/{free.code}/book/", f"/events/{full.code}/book/", f"/events/{undated.code}/tell-me/"]
    rows += [f"/events/series/{told.slug}/", *(workshops.page_of(one) for one in (held, waits, asked))]
    return rows + [workshops.page_of(held, rest) for rest in ("change/", "colleague/")]


def _readers() -> list[str]:
    person = joined("remy", at=timezone.now())
    agree = path_in(mails_of("remy")[0], "agree")
    return [agree, reader_links.choices_link(person.public_id), reader_links.stop_link(person.public_id)]


def _drafts() -> list[str]:
    """Show a draft to somebody outside, and return its page and that of a remark."""
    editor = people.an_editor("Sorrel", EditorRole.AUTHOR)
    draft = newsroom.under(newsroom.home(), IssuePage(title="The spring newsletter", season="Spring"), live=False)
    shown = make_preview(page=draft, shown_to="Kim Reed, police", email="", by=editor, now=timezone.now())
    return [f"/preview/{token_of(shown)}/", f"/preview/{token_of(shown)}/remark"]
