"""What a page is built of: each block says what it needs, and has a look of its own."""

from typing import Any

from django.template.defaultfilters import filesizeformat
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import AbstractPage
from wagtail.rich_text import expand_db_html

from kith.publishing.models.charted import StructureBlock
from kith.publishing.models.charting import ChartBlock, ReleasedBlock
from kith.publishing.models.events.blocks import ComingEventsBlock
from kith.publishing.models.inbox import Handover
from kith.publishing.vocabulary.pieces import CaseStep, Contact, Finding, Heading, Link, Picture, Piece, Quote
from kith.publishing.vocabulary.rich_text import plain, read_rich_text

TEXT_FEATURES = ["bold", "italic", "link", "ol", "ul"]
_MOST = "max-1000x1000"  # wide enough for paper and for a sharp screen


class HeadingBlock(blocks.StructBlock):
    """A heading; the page's title is the first level."""

    level = blocks.ChoiceBlock(choices=[("2", "Heading"), ("3", "Below it"), ("4", "Below that")], default="2")
    text = blocks.CharBlock(max_length=200)

    class Meta:
        icon = "title"
        template = "publishing/blocks/heading.html"

    def pieces(self, value: Any) -> list[Piece]:
        """Return the heading."""
        return [Heading(level=int(value["level"]), text=value["text"])]


class FindingBlock(blocks.StructBlock):
    """A finding with the figure that it rests on; the figure is read from the inbox, never typed."""

    says = blocks.CharBlock(max_length=400)
    figure = ReleasedBlock()

    class Meta:
        icon = "pick"
        template = "publishing/blocks/finding.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Return what the block is drawn with, its figure besides."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        return context | {"figure": Handover.figure(value["figure"])}

    def pieces(self, value: Any) -> list[Piece]:
        """Return the finding, or nothing where its figure may not be shown."""
        figure = Handover.figure(value["figure"])
        return [Finding(says=value["says"], n=figure[0], of=figure[1])] if figure else []


class QuoteBlock(blocks.StructBlock):
    """Somebody's words."""

    words = blocks.TextBlock()
    who = blocks.CharBlock(max_length=200, required=False)

    class Meta:
        icon = "openquote"
        template = "publishing/blocks/quote.html"

    def pieces(self, value: Any) -> list[Piece]:
        """Return the words and whose they are."""
        return [Quote(words=value["words"], who=value["who"] or "")]


class PictureBlock(blocks.StructBlock):
    """A picture, and in words what it shows."""

    image = ImageChooserBlock()
    alternative = blocks.CharBlock(max_length=300, label="What it shows, for whoever cannot see it")
    caption = blocks.CharBlock(max_length=300, required=False)

    class Meta:
        icon = "image"
        template = "publishing/blocks/picture.html"

    def pieces(self, value: Any) -> list[Piece]:
        """Return the picture, made no larger than a page needs."""
        made = value["image"].get_rendition(_MOST)
        words = {"alternative": (value["alternative"] or "").strip(), "caption": value["caption"] or ""}
        return [Picture(url=made.url, stored=made.file.name, width=made.width, height=made.height, **words)]


class DocumentBlock(blocks.StructBlock):
    """A document to take away."""

    title = blocks.CharBlock(max_length=200)
    document = DocumentChooserBlock()

    class Meta:
        icon = "doc-full"
        template = "publishing/blocks/document.html"

    def pieces(self, value: Any) -> list[Piece]:
        """Return the link to the document, with its kind and size."""
        document = value["document"]
        note = f"{document.file_extension.upper()}, {filesizeformat(document.get_file_size() or 0)}"
        return [Link(title=value["title"], url=document.url, note=note)]


class CallToActionBlock(blocks.StructBlock):
    """The one thing that a reader should do next."""

    label = blocks.CharBlock(max_length=100)
    page = blocks.PageChooserBlock()

    class Meta:
        icon = "arrow-right"
        template = "publishing/blocks/call_to_action.html"

    def pieces(self, value: Any) -> list[Piece]:
        """Return the link, as the one thing to do."""
        return [Link(title=value["label"], url=value["page"].get_url() or "", is_action=True)]


class ContactBlock(blocks.StructBlock):
    """Whom to write to or ring: a team, not a person's own number."""

    name = blocks.CharBlock(max_length=200)
    phone = blocks.CharBlock(max_length=40, required=False)
    email = blocks.EmailBlock(required=False)

    class Meta:
        icon = "mail"
        template = "publishing/blocks/contact.html"

    def pieces(self, value: Any) -> list[Piece]:
        """Return whom to write to or ring."""
        return [Contact(name=value["name"], phone=value["phone"] or "", email=value["email"] or "")]


class TextBlock(blocks.RichTextBlock):
    """Paragraphs and lists."""

    class Meta:
        icon = "pilcrow"

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Return the library's own block, whose text this one keeps."""
        return ("wagtail.blocks.RichTextBlock", [], {"features": TEXT_FEATURES})

    def pieces(self, value: Any) -> list[Piece]:
        """Return the paragraphs and lists."""
        return text_pieces(value)


class CaseStepBlock(blocks.StructBlock):
    """One step of a case: a few words that say when in it, and what happened."""

    name = blocks.CharBlock(max_length=100, help_text="Such as: Before the incident. Never a day or a name.")
    text = blocks.RichTextBlock(features=TEXT_FEATURES)

    class Meta:
        icon = "list-ol"
        template = "publishing/blocks/case_step.html"

    def pieces(self, value: Any) -> list[Piece]:
        """Return the step; its paragraphs and lists follow it."""
        said = text_pieces(value["text"])
        first = said[0] if said and not hasattr(said[0], "items") else None
        step = CaseStep(name=value["name"], runs=getattr(first, "runs", plain("")))
        return [step, *(said[1:] if first else said)]


class PageBlock(blocks.StructBlock):
    """Another page of the site, by its title and its summary: an event, a toolkit, the structure, an initiative."""

    page = blocks.PageChooserBlock()
    whole = blocks.BooleanBlock(required=False, label="In mail and on paper, put in all that the page says")

    class Meta:
        icon = "doc-empty-inverse"
        template = "publishing/blocks/page.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Return what the block is drawn with: the page itself, of its own kind, while it may be shown."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        return context | {"linked": shown(value["page"])}

    def pieces(self, value: Any) -> list[Piece]:
        """Return the link with its summary, and what the page says where that is wanted."""
        page = shown(value["page"])
        if page is None:
            return []
        note = getattr(page, "summary", "") or page.search_description
        said = page.pieces() if value["whole"] else ()
        return [Link(title=page.title, url=page.get_url() or "", note=note), *said]


def text_pieces(value: Any) -> list[Piece]:
    """Return the paragraphs and lists of a rich text, its links resolved."""
    return list(read_rich_text(expand_db_html(getattr(value, "source", value) or "")))


def shown(page: Any) -> Any:
    """Return a page of its own kind, or None while readers may not see it."""
    found = page.specific if isinstance(page, AbstractPage) else None
    return found if found is not None and found.live and found.is_shown() else None


class BodyBlock(blocks.StreamBlock):
    """The blocks that any article may be built of."""

    heading = HeadingBlock()
    text = TextBlock(features=TEXT_FEATURES)
    finding = FindingBlock()
    quote = QuoteBlock()
    picture = PictureBlock()
    document = DocumentBlock()
    call_to_action = CallToActionBlock()
    contact = ContactBlock()
    case_step = CaseStepBlock()
    chart = ChartBlock()
    page = PageBlock()
    coming_events = ComingEventsBlock()
    structure = StructureBlock()

    def pieces(self, value: Any) -> list[Piece]:
        """Return what the blocks of a page say, one after the other."""
        return [piece for bound in value for piece in bound.block.pieces(bound.value)]
