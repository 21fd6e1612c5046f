"""Typesets a pack: what its reader may print, with their name on each page, as an accessible PDF."""

import hashlib
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from kith.access.selectors import find_staff
from kith.access.services import connect_as
from kith.access.vocabulary import Purpose
from kith.panel.models import Pack, PackFile
from kith.panel.selectors.pack import PackContent, open_pack
from kith.panel.selectors.wording import pack_page
from kith.shell import printing

TEMPLATE = Path(__file__).resolve().parent.parent / "typesetting" / "pack.typ"


def make_pack(pack_id: int) -> None:
    """Make one pack as its reader would see the meeting now; a second try makes it anew and doubles nothing."""
    now = timezone.now()
    with connect_as("worker"):
        pack = Pack.objects.select_related("meeting", "agency", "reader").get(pk=pack_id)
        if pack.state not in ("asked", "making"):
            return
        Pack.objects.filter(pk=pack_id).update(state="making")
        viewer = find_staff(pack.reader_id, now)
    if viewer is None:
        with connect_as("worker"):
            Pack.objects.filter(pk=pack_id).update(state="failed")
        return
    with connect_as("web"):
        content = open_pack(pack.meeting.public_id, viewer=viewer, purpose=Purpose.PANEL)
    pages = typeset(pack, content)
    with connect_as("worker"), transaction.atomic():
        file = {"agency_id": pack.agency_id, "content": pages, "sha256": hashlib.sha256(pages).hexdigest()}
        PackFile.objects.update_or_create(pack_id=pack_id, defaults=file)
        ready = {"state": "ready", "ready_at": timezone.now(), "children": len(content.items)}
        Pack.objects.filter(pk=pack_id, state="making").update(**ready)


def typeset(pack: Pack, content: PackContent) -> bytes:
    """Return the pages of a pack as PDF/UA; its words come as data, so that no text can be run as a command."""
    printed = date_format(timezone.localtime(), "j F Y, H:i")
    page = pack_page(content, reader=pack.reader.name, agency=pack.agency.name, copy=pack.copy, printed=printed)
    return printing.typeset(TEMPLATE, page)
