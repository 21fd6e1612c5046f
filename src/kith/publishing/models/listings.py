"""Pages that list what was published: all newsletters, all learning, all reviews, each year and kind by itself."""

from dataclasses import dataclass
from typing import Any, ClassVar, Final

from django.core.paginator import Paginator
from django.db import models
from django.db.models.functions import Coalesce, ExtractYear
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel

from kith.publishing.models.base import SitePage
from kith.publishing.models.pages import BriefingPage, BulletinPage, IssuePage, NewsPage
from kith.publishing.models.publications import AnnualReportPage, InitiativePage, ReviewPage
from kith.publishing.vocabulary.kinds import (
    BRIEFING_NAMES,
    LISTED_EMPTY,
    LISTED_NAMES,
    REVIEW_NAMES,
    BriefingForm,
    ListedKind,
)

_WITHIN = ("Issue", "News", "Bulletin", "Briefing", "Initiative", "Review", "AnnualReport")
_LISTED: Final[dict[ListedKind, tuple[type[SitePage], ...]]] = {
    ListedKind.NEWSLETTERS: (IssuePage,),
    ListedKind.LEARNING: (BulletinPage, BriefingPage),
    ListedKind.REVIEWS: (ReviewPage,),
    ListedKind.REPORTS: (AnnualReportPage,),
    ListedKind.INITIATIVES: (InitiativePage,),
    ListedKind.NEWS: (NewsPage,),
}
ON_A_PAGE: Final = 20


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """What a reader chose of a listing; nothing chosen is everything. What is no choice of it chooses nothing."""

    year: int | None = None
    kind: str = ""


class ListingPage(SitePage):
    """A section of the site: everything of one kind, wherever on the site it stands."""

    lists = models.CharField(
        max_length=20,
        choices=[(kind.value, name) for kind, name in LISTED_NAMES.items()],
        default=ListedKind.NEWSLETTERS.value,
    )
    summary = models.CharField(max_length=300, blank=True)

    is_section = True
    parent_page_types: ClassVar[list[str]] = ["publishing.HomePage"]
    subpage_types: ClassVar[list[str]] = [f"publishing.{kind}Page" for kind in _WITHIN]
    content_panels: ClassVar[list[Any]] = [*SitePage.content_panels, FieldPanel("summary"), FieldPanel("lists")]

    def kinds(self) -> list[tuple[str, str]]:
        """Return the kinds that a reader may choose between; none where there is but one."""
        match ListedKind(self.lists):
            case ListedKind.REVIEWS:
                return [(kind.value, name) for kind, name in REVIEW_NAMES.items()]
            case ListedKind.LEARNING:
                return [(form.value, name) for form, name in BRIEFING_NAMES.items()]
        return []

    def listed(self) -> Any:
        """Return every live page of the kind, each with its year: the one it is about, or else its publication's."""
        about = ("bodypage__reviewpage__year", "bodypage__annualreportpage__year")
        year = Coalesce(*about, ExtractYear("first_published_at"), output_field=models.IntegerField())
        kinds = _LISTED[ListedKind(self.lists)]
        pages = SitePage.objects.live().public().type(*kinds)
        return pages.annotate(of_year=year).order_by("-of_year", "-first_published_at")

    def found(self, chosen: Chosen) -> Any:
        """Return what is listed of a choice."""
        pages = self.listed()
        if chosen.year is not None:
            pages = pages.filter(of_year=chosen.year)
        if chosen.kind in list(BriefingForm):
            told = pages.filter(briefingpage__form=chosen.kind)
            return told | pages.type(BulletinPage) if chosen.kind == BriefingForm.BULLETIN else told
        return pages.filter(bodypage__reviewpage__kind=chosen.kind) if chosen.kind else pages

    def get_context(self, request: HttpRequest, *args: Any, **options: Any) -> dict[str, Any]:
        """Return what the page is drawn with: what may be chosen, what was, and one sheet of what is listed."""
        context: dict[str, Any] = super().get_context(request, *args, **options)
        years = sorted({page["of_year"] for page in self.listed().order_by().values("of_year")}, reverse=True)
        chosen = self._chosen(request, years)
        sheet = Paginator(self.found(chosen).specific(), ON_A_PAGE).get_page(request.GET.get("page"))
        return context | {
            "years": years,
            "kinds": self.kinds(),
            "chosen": chosen,
            "sheet": sheet,
            "found": [page for page in sheet if page.is_shown()],
            "teaches": LISTED_EMPTY[ListedKind(self.lists)],
        }

    def _chosen(self, request: HttpRequest, years: list[int]) -> Chosen:
        """Return what a reader chose by the address, as far as it is a choice at all."""
        year, kind = request.GET.get("year", ""), request.GET.get("kind", "")
        return Chosen(
            year=next((one for one in years if str(one) == year), None),
            kind=kind if kind in dict(self.kinds()) else "",
        )
