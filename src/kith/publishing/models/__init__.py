"""The site's tables: its editors, its inbox, its pages, its mail, its list, its events."""

from kith.publishing.models.approval import AnonymityTask, Approval, ApprovalTask
from kith.publishing.models.base import SitePage
from kith.publishing.models.charting import picture_of
from kith.publishing.models.circulation import (
    Announcement,
    Digest,
    ListImport,
    ListImportLine,
    MailReturn,
    SignUp,
    Subscriber,
    Subscription,
    Suppression,
    Telling,
)
from kith.publishing.models.contacts import ContactsPage
from kith.publishing.models.editors import Editor
from kith.publishing.models.events import (
    Booking,
    BookingAgency,
    Certificate,
    Evaluation,
    Event,
    EventQuota,
    EventReminder,
    Interest,
    LoopCount,
    Series,
    SeriesFinding,
    SixWeekAnswer,
)
from kith.publishing.models.feedback import FeedbackDrop
from kith.publishing.models.going_out import GoesOut, shows
from kith.publishing.models.inbox import Handover
from kith.publishing.models.listings import ListingPage
from kith.publishing.models.pages import BodyPage, BriefingPage, BulletinPage, HomePage, IssuePage, NewsPage
from kith.publishing.models.post import SiteMail, SiteMailFile
from kith.publishing.models.previews import Preview, PreviewRemark
from kith.publishing.models.publications import AnnualReportPage, InitiativePage, ReviewPage
from kith.publishing.models.structure import DirectoryPage, StructurePage
from kith.publishing.models.toolkits import ToolkitIndexPage, ToolkitPage, ToolkitVersionPage
from kith.publishing.models.voices import VoicesPage
from kith.publishing.models.words import WordConfirmation

__all__ = [
    "AnnualReportPage",
    "AnonymityTask",
    "Approval",
    "ApprovalTask",
    "Announcement",
    "BodyPage",
    "Booking",
    "BookingAgency",
    "BriefingPage",
    "BulletinPage",
    "ContactsPage",
    "Digest",
    "Editor",
    "GoesOut",
    "FeedbackDrop",
    "Handover",
    "HomePage",
    "InitiativePage",
    "Certificate",
    "Evaluation",
    "Event",
    "EventQuota",
    "EventReminder",
    "Interest",
    "LoopCount",
    "IssuePage",
    "ListingPage",
    "NewsPage",
    "Preview",
    "PreviewRemark",
    "Series",
    "SeriesFinding",
    "ListImport",
    "ListImportLine",
    "MailReturn",
    "SignUp",
    "SiteMail",
    "SiteMailFile",
    "ReviewPage",
    "SitePage",
    "picture_of",
    "shows",
    "WordConfirmation",
    "DirectoryPage",
    "StructurePage",
    "ToolkitIndexPage",
    "ToolkitPage",
    "ToolkitVersionPage",
    "VoicesPage",
    "SixWeekAnswer",
    "Subscriber",
    "Subscription",
    "Suppression",
    "Telling",
]
