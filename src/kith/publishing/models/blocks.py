"""What a page is built of: each block says what it needs, and has a look of its own."""

from typing import Any

from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from kith.publishing.models.inbox import Handover


class HeadingBlock(blocks.StructBlock):
    """A heading; the page's title is the first level."""

    level = blocks.ChoiceBlock(choices=[("2", "Heading"), ("3", "Below it"), ("4", "Below that")], default="2")
    text = blocks.CharBlock(max_length=200)

    class Meta:
        icon = "title"
        template = "publishing/blocks/heading.html"


class FigureBlock(blocks.ChoiceBlock):
    """One released figure, chosen from those that casework handed over."""

    def __init__(self, **options: Any) -> None:
        """Offer the figures of the inbox, read anew each time."""
        super().__init__(**(options | {"choices": Handover.figure_choices}))

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Return a plain block of text: a migration must not know the inbox."""
        return ("wagtail.blocks.CharBlock", [], {})


class FindingBlock(blocks.StructBlock):
    """A finding with the figure that it rests on; the figure is read from the inbox, never typed."""

    says = blocks.CharBlock(max_length=400)
    figure = FigureBlock()

    class Meta:
        icon = "pick"
        template = "publishing/blocks/finding.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Return what the block is drawn with, its figure besides."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        return context | {"figure": Handover.figure(value["figure"])}


class QuoteBlock(blocks.StructBlock):
    """Somebody's words."""

    words = blocks.TextBlock()
    who = blocks.CharBlock(max_length=200, required=False)

    class Meta:
        icon = "openquote"
        template = "publishing/blocks/quote.html"


class PictureBlock(blocks.StructBlock):
    """A picture, and in words what it shows."""

    image = ImageChooserBlock()
    alternative = blocks.CharBlock(max_length=300, label="What it shows, for whoever cannot see it")
    caption = blocks.CharBlock(max_length=300, required=False)

    class Meta:
        icon = "image"
        template = "publishing/blocks/picture.html"


class DocumentBlock(blocks.StructBlock):
    """A document to take away."""

    title = blocks.CharBlock(max_length=200)
    document = DocumentChooserBlock()

    class Meta:
        icon = "doc-full"
        template = "publishing/blocks/document.html"


class CallToActionBlock(blocks.StructBlock):
    """The one thing that a reader should do next."""

    label = blocks.CharBlock(max_length=100)
    page = blocks.PageChooserBlock()

    class Meta:
        icon = "arrow-right"
        template = "publishing/blocks/call_to_action.html"


class ContactBlock(blocks.StructBlock):
    """Whom to write to or ring: a team, not a person's own number."""

    name = blocks.CharBlock(max_length=200)
    phone = blocks.CharBlock(max_length=40, required=False)
    email = blocks.EmailBlock(required=False)

    class Meta:
        icon = "mail"
        template = "publishing/blocks/contact.html"


class BodyBlock(blocks.StreamBlock):
    """The blocks that any article may be built of."""

    heading = HeadingBlock()
    text = blocks.RichTextBlock(features=["bold", "italic", "link", "ol", "ul"])
    finding = FindingBlock()
    quote = QuoteBlock()
    picture = PictureBlock()
    document = DocumentBlock()
    call_to_action = CallToActionBlock()
    contact = ContactBlock()
