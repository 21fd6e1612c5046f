"""The page of contacts: those that casework hands over, and those that editors keep."""

from typing import Any, ClassVar

from django.http import HttpRequest
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from kith.publishing.models.inbox import Handover
from kith.publishing.models.pages import BodyPage
from kith.publishing.vocabulary import HandedKind, Validity
from kith.publishing.vocabulary.contacts import (
    CONTACT_KINDS,
    Contact,
    ContactKind,
    ContactsRefused,
    contacts_of,
    link_fault,
)


class KeptContactBlock(blocks.StructBlock):
    """A contact that an editor keeps: a team, a line or an account, never a person's own number."""

    name = blocks.CharBlock(max_length=200)
    for_whom = blocks.CharBlock(max_length=200, required=False, label="What it is for")
    phone = blocks.CharBlock(max_length=40, required=False)
    email = blocks.EmailBlock(required=False)
    hours = blocks.CharBlock(max_length=120, required=False)
    kind = blocks.ChoiceBlock(choices=[(kind.value, words) for kind, words in CONTACT_KINDS.items()], default="team")
    url = blocks.URLBlock(required=False, label="Link, without anything after ? or #")

    class Meta:
        icon = "mail"


class ContactsPage(BodyPage):
    """Whom to call now, at night, and for what: handed over by casework, or kept by an editor."""

    is_section = True
    kept = StreamField([("contact", KeptContactBlock())], blank=True)

    template = "publishing/contacts/contacts.html"
    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["publishing.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar[list[Any]] = [*BodyPage.content_panels, FieldPanel("kept")]

    def faults(self) -> list[str]:
        """Return what keeps the page from going live: a contact without a way, a link that would follow readers."""
        found = super().faults()
        for contact in self.kept_contacts():
            if not (contact.phone or contact.email or contact.url):
                found.append(f"“{contact.name}” has no phone, e-mail address or link. Add one.")
            if contact.url and (fault := link_fault(contact.url)):
                found.append(f"“{contact.name}”: {fault}")
        return found

    def kept_contacts(self) -> list[Contact]:
        """Return the contacts that editors keep on this page."""
        return [
            Contact(
                kind=ContactKind(block.value["kind"]),
                **{part: block.value[part] or "" for part in ("name", "for_whom", "phone", "email", "hours", "url")},
            )
            for block in self.kept
        ]

    def get_context(self, request: HttpRequest, *args: Any, **options: Any) -> dict[str, Any]:
        """Return what the page is drawn with: all contacts by what they are for, the most urgent first."""
        context: dict[str, Any] = super().get_context(request, *args, **options)
        everybody = [*handed_contacts(), *self.kept_contacts()]
        groups = [(words, [one for one in everybody if one.kind is kind]) for kind, words in CONTACT_KINDS.items()]
        return context | {"groups": [(words, contacts) for words, contacts in groups if contacts]}


def handed_contacts() -> list[Contact]:
    """Return every contact that casework has handed over and not withdrawn; a list that is not one shows nothing."""
    items = Handover.objects.filter(kind=HandedKind.CONTACTS.value).order_by("pk").values_list("item", flat=True)
    found: list[Contact] = []
    for item in dict.fromkeys(items):
        standing = Handover.standing(item, HandedKind.CONTACTS)
        if standing.validity is not Validity.VALID:
            continue
        try:
            found += contacts_of(standing.text)
        except ContactsRefused:
            continue
    return found
