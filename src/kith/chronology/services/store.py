"""Keeps the bytes of documents: one file per content, named by its sha256, readable by its owner alone."""

import errno
import hashlib
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from django.conf import settings

from kith.chronology.vocabulary import LARGEST_DOCUMENT, NotAdded

_CHUNK: Final = 1 << 20
# How each kind of file begins; a text file must be UTF-8 instead.
_BEGINNINGS: Final[dict[str, tuple[bytes, ...]]] = {
    "application/pdf": (b"%PDF-",),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (b"PK\x03\x04",),
    "application/vnd.oasis.opendocument.text": (b"PK\x03\x04",),
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
}


@dataclass(frozen=True, kw_only=True)
class Kept:
    """One file in the store."""

    sha256: str
    size: int


def keep_file(content: BinaryIO, *, media_type: str) -> Kept:
    """Write bytes to the store under their sha256; the file appears whole or not at all.

    Raises:
        NotAdded: the file is empty, too large, or not what its name says; or the store is full or out of reach.
    """
    try:
        return _kept(content, media_type)
    except OSError as error:
        raise NotAdded(_full(error)) from error


def _full(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return (
            "The store for documents is full, so nothing was kept. "
            "Tell the administrator, and add the document again when there is room."
        )
    return (
        "The store for documents cannot be written now, so nothing was kept. "
        "Tell the administrator, and add the document again later."
    )


def _kept(content: BinaryIO, media_type: str) -> Kept:
    folder = _folder()
    handle, name = tempfile.mkstemp(dir=folder, prefix="arriving-")  # mkstemp makes it 0600
    arriving = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            kept = _copied(content, file, media_type)
            file.flush()
            os.fsync(file.fileno())
        final = path_of(kept.sha256)
        final.parent.mkdir(mode=0o700, exist_ok=True)
        arriving.replace(final)
    finally:
        arriving.unlink(missing_ok=True)
    return kept


def path_of(sha256: str) -> Path:
    """Return where the bytes with this hash lie."""
    return _folder() / sha256[:2] / sha256


def remove_files(hashes: Iterable[str]) -> None:
    """Remove the bytes with these hashes from the store; a missing file is no error."""
    for sha256 in hashes:
        path_of(sha256).unlink(missing_ok=True)


def _folder() -> Path:
    folder = Path(settings.KITH_FILES) / "documents"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _copied(content: BinaryIO, file: BinaryIO, media_type: str) -> Kept:
    digest, size = hashlib.sha256(), 0
    while chunk := content.read(_CHUNK):
        if size == 0:
            _check_beginning(chunk, media_type)
        size += len(chunk)
        if size > LARGEST_DOCUMENT:
            raise NotAdded(f"The file is larger than {LARGEST_DOCUMENT >> 20} MB. Send a smaller copy.")
        digest.update(chunk)
        file.write(chunk)
    if size == 0:
        raise NotAdded("The file is empty. Choose it again.")
    return Kept(sha256=digest.hexdigest(), size=size)


def _check_beginning(chunk: bytes, media_type: str) -> None:
    expected = _BEGINNINGS.get(media_type)
    fits = chunk.startswith(expected) if expected else b"\x00" not in chunk
    if not fits:
        raise NotAdded("The file is not what its name says. Save it again in the right form, then add it.")
