"""Publishes the pages that lead to what casework handed over: the structure, the directory of services; the site's own.

Casework does not import this module: it loads what the site is made with.
"""

from datetime import date

from kith.publishing.models import DirectoryPage, Editor, HomePage, SitePage, StructurePage


def lead_to_partnership(*, as_at: date, by: Editor | None) -> int:
    """Publish below the first page the structure of the day, that of `as_at`, and the directory; return how many.

    A page whose place in the address is taken is there already and stays as it is.

    Raises:
        ValidationError: the structure or the services are not told at present, or there was no group on the day.
    """
    says = {"title": "The partnership", "summary": "Who works together, and in which groups."}
    helps = {"title": "Find help", "summary": "Services that are open now."}
    month = f"{as_at:%B %Y}"
    then = {"title": f"Structure chart as at {month}", "summary": f"How the partnership stood in {month}."}
    pages: tuple[SitePage, ...] = (
        StructurePage(slug="structure", show_in_menus=True, **says),
        DirectoryPage(slug="find-help", show_in_menus=True, **helps),
        StructurePage(slug=f"structure-{as_at:%Y-%m}", as_at=as_at, **then),
    )
    missing = [page for page in pages if not SitePage.objects.filter(slug=page.slug).exists()]
    for page in missing:
        page.live = False
        HomePage.objects.get().add_child(instance=page)
        page.save_revision(user=by).publish(user=by)
    return len(missing)
