"""Keeps the bytes of every file under their sha256, so that what was sent can always be shown again."""

import hashlib
import os
from pathlib import Path

from django.conf import settings

_BLOCK = 1 << 20


def raw_file(sha256: str) -> Path:
    """Return where the bytes with this hash lie, or would lie."""
    return Path(settings.KITH_FILES) / sha256[:2] / sha256


def keep_raw_file(*, path: Path) -> tuple[str, int]:
    """Keep a copy of a file's bytes, unless they are kept already; return their sha256 and their size.

    The copy appears whole or not at all, readable only by its owner, and lies on the disk when this returns.

    Raises:
        OSError: the file could not be read, or the disk is full; nothing is left behind.
    """
    draft = Path(settings.KITH_FILES) / f".{os.getpid()}.{os.urandom(6).hex()}"
    draft.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest, size = hashlib.sha256(), 0
    try:
        with (
            path.open("rb") as source,
            os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as copy,
        ):
            while block := source.read(_BLOCK):
                digest.update(block)
                copy.write(block)
                size += len(block)
            copy.flush()
            os.fsync(copy.fileno())
        target = raw_file(digest.hexdigest())
        if not target.exists():
            target.parent.mkdir(exist_ok=True, mode=0o700)
            draft.replace(target)
            _fsync_folder(target.parent)
    finally:
        draft.unlink(missing_ok=True)
    return digest.hexdigest(), size


def _fsync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
