"""Typesets a document as accessible paper: PDF/UA-1 in the house's own letters, its words given as data."""

import json
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import typst

FONTS: Final = Path(__file__).resolve().parent / "typesetting" / "fonts"


class PaperRefused(RuntimeError):
    """A document could not be typeset so that everybody can read it; nothing was made."""


def typeset(template: Path, words: Mapping[str, Any], pictures: Mapping[str, bytes] | None = None) -> bytes:
    """Return the PDF of a template.

    The words come as one JSON value under the input `words`, so that no text can be run as a command; a picture lies
    beside the template under the name, without a folder, that the words give it. Nothing else can be read.

    Raises:
        PaperRefused: the document would break the rules of PDF/UA-1, such as a picture without alternative text.
    """
    with TemporaryDirectory(prefix="kith-paper-") as folder:
        main = Path(folder) / "main.typ"
        main.write_bytes(template.read_bytes())
        for name, content in (pictures or {}).items():
            (main.parent / Path(name).name).write_bytes(content)
        try:
            made = typst.compile(
                main,
                root=main.parent,
                font_paths=[FONTS],
                ignore_system_fonts=True,
                sys_inputs={"words": json.dumps(words)},
                pdf_standards=["ua-1"],
            )
        except typst.TypstError as error:
            raise PaperRefused(
                f"{template.stem} could not be made as accessible paper: {error.message}. Nothing was made. "
                "Look at what the page says there, and try again."
            ) from error
    return bytes(made)
