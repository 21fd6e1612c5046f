"""Makes documents as other programs make them: Word, OpenDocument, PDF, each as small as it can be."""

import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any, Final

import pikepdf
from pikepdf import Array, Dictionary, Name

WORD: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT: Final = "application/vnd.oasis.opendocument.text"
PDF: Final = "application/pdf"
_ODT_NAMES: Final = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "style", "draw")
)


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """Return parts as one zip."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return out.getvalue()


def word(body: str, **more: str | bytes) -> bytes:
    """Return a Word document with this body, and more parts by their names with `_` for what parts a path."""
    parts: dict[str, str | bytes] = {"[Content_Types].xml": "<Types/>", "word/document.xml": _part("document", body)}
    for name, content in more.items():
        path = f"word/{name.replace('__', '/').replace('_', '.')}"
        kind = name.split("_")[0].rstrip("0123456789")
        parts[path] = _part(kind, content) if isinstance(content, str) else content
    return zipped(parts)


def paragraph(*runs: str) -> str:
    """Return a paragraph of Word in so many runs: one word may lie in several."""
    return "<w:p>" + "".join(f"<w:r><w:t xml:space='preserve'>{run}</w:t></w:r>" for run in runs) + "</w:p>"


def _part(kind: str, body: str) -> str:
    return f'<w:{kind} xmlns:w="{WORD}"><w:body>{body}</w:body></w:{kind}>'


def odt(body: str, footer: str = "", **more: bytes) -> bytes:
    """Return an OpenDocument text with this body and footer; `more` are pictures by their names."""
    styles = f"<style:master-page><style:footer>{footer}</style:footer></style:master-page>"
    return zipped(
        {
            "mimetype": ODT,
            "content.xml": f"<office:document-content {_ODT_NAMES}><office:body>{body}</office:body>"
            "</office:document-content>",
            "styles.xml": f"<office:document-styles {_ODT_NAMES}>{styles}</office:document-styles>",
            **{f"Pictures/{name}.png": content for name, content in more.items()},
        }
    )


def paper(*pages: str, told: bool = True, widths: bool = True, more: Mapping[str, Any] | None = None) -> bytes:
    """Return a PDF whose pages draw these steps with a font F of 500 thousandths; `told` says what its letters are."""
    with pikepdf.new() as pdf:
        font = Dictionary(Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name.Larch, FirstChar=0)
        if told:
            font.Encoding = Name.WinAnsiEncoding
        if widths:
            font.Widths = Array([500] * 256)
        font = pdf.make_indirect(font)
        for steps in pages:
            page = pdf.add_blank_page()
            page.Contents = pdf.make_stream(steps.encode("cp1252"))
            page.Resources = Dictionary(Font=Dictionary(F=font), XObject=Dictionary(**_objects(pdf, more or {})))
        return saved(pdf)


def saved(pdf: pikepdf.Pdf, **more: Any) -> bytes:
    """Return a PDF as its bytes."""
    out = BytesIO()
    pdf.save(out, **more)
    return out.getvalue()


def lines(*texts: str, size: int = 10) -> str:
    """Return the steps that write lines, one below the other, each in one go."""
    moves = "".join(f" 0 -{size + 2} Td ({text}) Tj" for text in texts)
    return f"BT /F {size} Tf 50 700 Td{moves} ET"


def pieces(*placed: tuple[float, str], size: int = 10) -> str:
    """Return the steps that write pieces of one line, each placed from the left by itself."""
    return "".join(f"BT /F {size} Tf 1 0 0 1 {left} 700 Tm ({text}) Tj ET " for left, text in placed)


def _objects(pdf: pikepdf.Pdf, more: Mapping[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name, content in more.items():
        stream = pdf.make_stream(content)
        is_form = name.startswith("Form")
        stream.Type, stream.Subtype = Name.XObject, Name.Form if is_form else Name.Image
        if is_form:
            stream.BBox = Array([0, 0, 600, 800])
        made[name] = stream
    return made


PLACED: Final[Sequence[tuple[float, str]]] = ((50, "Zqor"), (70, "lan"), (89, "met"), (110, "her"))
"""A name in two pieces without a gap, then two words each a gap apart: a letter is five wide at size ten."""
