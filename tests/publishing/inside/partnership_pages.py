"""The partnership's pages for the browser: a structure and services, told and led to."""

from kith.publishing.models import StructurePage
from kith.publishing.vocabulary import HandedKind
from kith.publishing.vocabulary.services import SERVICES_ITEM
from kith.publishing.vocabulary.shapes import written
from kith.publishing.vocabulary.structure import STRUCTURE_ITEM
from tests.publishing.inside.newsroom import home, tell, under
from tests.publishing.structures import DECEMBER, service, services, structure


def partnership_pages() -> str:
    """Tell the structure and some services, put both into the menus, and return where the chart is."""
    tell(HandedKind.STRUCTURE, item=STRUCTURE_ITEM, text=written(structure()))
    places = {"areas": ("North",), "towns": ("Larkford",), "where": ("The Hub, 1 Mill Lane, Larkford",)}
    told = services(service("Night shelter", needs=("housing",), phone="01632 960111", **places), service("Mentors"))
    tell(HandedKind.SERVICES, item=SERVICES_ITEM, text=written(told))
    under(home(), StructurePage(title="As it stood in December 2019", as_at=DECEMBER))
    return "/partnership/"
