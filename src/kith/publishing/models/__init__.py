"""The site's tables: its editors, its inbox, its pages, its mail."""

from kith.publishing.models.base import SitePage
from kith.publishing.models.editors import Editor
from kith.publishing.models.inbox import Handover
from kith.publishing.models.pages import BodyPage, BriefingPage, BulletinPage, HomePage, IssuePage, NewsPage
from kith.publishing.models.post import SiteMail, SiteMailFile

__all__ = [
    "BodyPage",
    "BriefingPage",
    "BulletinPage",
    "Editor",
    "Handover",
    "HomePage",
    "IssuePage",
    "NewsPage",
    "SiteMail",
    "SiteMailFile",
    "SitePage",
]
