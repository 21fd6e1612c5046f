"""An invented partnership's winter newsletter of 2019, whole, and the pages that stand beside it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from django.core.files.base import ContentFile
from wagtail.images import get_image_model

from kith.publishing.models import (
    AnnualReportPage,
    BriefingPage,
    BulletinPage,
    HomePage,
    InitiativePage,
    IssuePage,
    ListingPage,
    NewsPage,
    ReviewPage,
    SitePage,
)
from kith.publishing.services.winter.drawing import winter_lane
from kith.publishing.services.winter.writing import (
    ARRANGEMENTS,
    AUDIT_NEXT,
    BULLETIN,
    REPORT,
    REVIEW,
    TOOLKIT,
    WELCOME,
    WORKSHOPS,
    Block,
    heading,
    text,
)
from kith.publishing.vocabulary.kinds import BriefingForm, ListedKind, ReviewKind

Items = Mapping[str, UUID]
_SECTIONS: Final = (
    ("Newsletters", ListedKind.NEWSLETTERS, "Four times a year: what is new, what we learned, what comes next."),
    ("Learning", ListedKind.LEARNING, "Bulletins and briefings from audits and reviews."),
    ("Reviews", ListedKind.REVIEWS, "Reviews and audits that were published."),
    ("Annual reports", ListedKind.REPORTS, "What the partnership did each year, and what changed for children."),
    ("Initiatives", ListedKind.INITIATIVES, "What agencies began together."),
)
_DAY: Final = datetime(2019, 12, 2, 9, tzinfo=UTC)


def publish_newsletter(*, items: Items) -> str:
    """Publish all of it and return the address of the issue; where the issue is there already, nothing is done."""
    there = IssuePage.objects.filter(slug="winter-2019").first()
    if there is not None:
        return str(there.get_url())
    home = HomePage.objects.get()
    sections = {
        lists: _put(home, ListingPage(title=title, lists=lists.value, summary=says, show_in_menus=True), _DAY)
        for title, lists, says in _SECTIONS
    }
    issue = _put(sections[ListedKind.NEWSLETTERS], _issue(), _DAY)
    for article in _articles(items):
        _put(issue, article, _DAY)
    _stand_beside(sections, items)
    return str(issue.get_url())


def _put(parent: Any, page: Any, on: datetime) -> Any:
    """Put a page below another and publish it as editors do, on a day of the past."""
    page.live, page.first_published_at = False, on
    parent.add_child(instance=page)
    page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


def _issue() -> IssuePage:
    drawn = ContentFile(winter_lane(), name="winter-lane.png")
    image = get_image_model().objects.create(title="A lane in winter", file=drawn)
    picture = {
        "image": image,
        "alternative": "A drawing of a country lane in snow, with two bare trees and one lit window.",
        "caption": "",
    }
    return IssuePage(
        title="Winter newsletter",
        slug="winter-2019",
        season="Winter 2019",
        summary="An audit of knife crime, what helped one young person, and what begins in the new year.",
        body=[("picture", picture), *WELCOME],
    )


def _articles(items: Items) -> list[SitePage]:
    return [
        NewsPage(
            title="New arrangements since September",
            summary="The board has become a partnership of three, and keeps its four priorities.",
            body=ARRANGEMENTS,
        ),
        BulletinPage(
            title="What an audit of knife crime found",
            summary="Eight young people who carried or used a knife: what their lives had in common.",
            body=_audit(items["audit"]),
        ),
        BriefingPage(
            title="Rowan: what helped after a robbery",
            item=items["briefing"],
            search_description="A case from the audit in five steps, shared for the good practice in it.",
        ),
        _unit(),
        NewsPage(
            title="Workshops on neglect in the new year",
            summary="Free, for practitioners of every agency; the dates are to be confirmed.",
            body=WORKSHOPS,
        ),
        NewsPage(
            title="Working with unborn babies",
            summary="The pre-birth planning toolkit has a new edition.",
            body=TOOLKIT,
        ),
    ]


def _audit(item: UUID) -> list[Block]:
    def found(says: str, key: str) -> Block:
        return ("finding", {"says": says, "figure": f"{item}/{key}"})

    chart = {
        "table": f"{item}/in common",
        "form": "share",
        "says": "Most of the eight went to school less and less before the incident, and had been excluded.",
    }
    return [
        text("<p>Two audit groups, each with members of every agency, read the records of eight young people.</p>"),
        heading("What we found"),
        ("chart", chart),
        found("Half of them were looked after by the council.", "looked after by the council"),
        found("Some had a plan as a child in need.", "had a child in need plan"),
        found("Half had a plan for their special needs.", "had an education, health and care plan"),
        found(
            "All had been asked what they wished and felt; not all wanted to say.",
            "were asked what they wished and felt",
        ),
        found("None of the incidents came out of a county line.", "were part of a county line"),
        *AUDIT_NEXT,
    ]


def _unit() -> InitiativePage:
    aims = (
        "Reach the people and families who are most at risk of violence or of being exploited.",
        "Change what leads to violence, so that fewer young people ever come near it.",
        "Help early, and teach about it in schools.",
        "Listen to the people who live where it happens.",
    )
    return InitiativePage(
        title="A unit against violence",
        summary="Police, health, council, schools and youth justice now work against serious violence as one team.",
        aims=[("aim", aim) for aim in aims],
        how_it_works="<p>The unit treats violence as a question of public health. It brings what agencies "
        "know together, "
        "says who should be considered first, and takes the most worrying situations to the monthly meeting about "
        "children who go missing or are exploited (MAVE), where every agency has a seat.</p>",
        funds="<p>A grant for two years pays for the team, for mentors, and for work in hospitals with young "
        "people who "
        "come in with a wound.</p>",
        contact_name="Violence reduction unit",
        contact_email="unit@larkshire.example.org",
        contact_phone="01632 960 140",
    )


def _stand_beside(sections: Mapping[ListedKind, Any], items: Items) -> None:
    learning = sections[ListedKind.LEARNING]
    trend = {
        "table": f"{items['year']}/contacts",
        "form": "line",
        "says": "Contacts with the front door rose each year, from 9,120 in 2015 to 10,872 in 2019.",
    }
    bulletin = BulletinPage(
        title="When school is slipping away",
        summary="Missing lessons is often the first thing that anybody could have seen.",
        body=[*BULLETIN, ("chart", trend)],
    )
    seven = BriefingPage(
        title="Hearing a baby",
        item=items["seven-minutes"],
        form=BriefingForm.SEVEN_MINUTE.value,
        search_description="A rapid review to read together in seven minutes.",
    )
    review = ReviewPage(
        title="Referrals that did not say what the risk was",
        summary="An audit of 60 referrals between agencies.",
        kind=ReviewKind.AUDIT.value,
        year=2019,
        body=REVIEW,
    )
    report = AnnualReportPage(
        title="Annual report 2018 to 2019",
        summary="The last report of the board, and the first that looks forward to the partnership.",
        year=2019,
        release=items["year"],
        body=REPORT,
    )
    _put(learning, bulletin, datetime(2019, 10, 14, 9, tzinfo=UTC))
    _put(learning, seven, datetime(2019, 6, 3, 9, tzinfo=UTC))
    _put(sections[ListedKind.REVIEWS], review, datetime(2019, 7, 22, 9, tzinfo=UTC))
    _put(sections[ListedKind.REPORTS], report, datetime(2019, 9, 30, 9, tzinfo=UTC))
