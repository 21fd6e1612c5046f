"""Reads receipts. A held row may hold a child's details, so a page of them is a logged look."""

from dataclasses import dataclass
from datetime import date

from kith.access.services import look_over_list
from kith.access.vocabulary import NotShown, Purpose, Viewer
from kith.feeds.models import HeldRow, SourceFile
from kith.feeds.vocabulary import Receipt

PAGE = 50


@dataclass(frozen=True, kw_only=True)
class ShownReceipt:
    """One receipt as a page shows it: the counts, the agreement it stands on, what it corrects."""

    receipt: Receipt
    agreement: str
    lawful_basis: str
    retention_class: str
    agreement_ends_on: date
    received_by: str
    held_rows: tuple[HeldRow, ...] = ()


def is_loaded(sha256: str) -> bool:
    """Return whether a file with these bytes has been loaded."""
    return SourceFile.objects.filter(sha256=sha256).exists()


def receipt_of(sha256: str, *, loaded_before: bool) -> Receipt:
    """Return the receipt of a loaded file. Run as `kith_ingest`; it names no person."""
    return _receipt(
        SourceFile.objects.select_related("agency", "supersedes").get(sha256=sha256), loaded_before=loaded_before
    )


def list_receipts(*, viewer: Viewer, purpose: Purpose, page: int = 1) -> tuple[list[Receipt], int]:
    """Return a page of the receipts that the viewer may see, newest first, and how many there are."""
    with look_over_list(viewer=viewer, purpose=purpose, what="feeds.receipts"):
        files = SourceFile.objects.select_related("agency", "supersedes").order_by("-received_at", "-id")
        first = (page - 1) * PAGE
        return [_receipt(file) for file in files[first : first + PAGE]], files.count()


def open_receipt(*, viewer: Viewer, purpose: Purpose, sha256: str, page: int = 1) -> ShownReceipt:
    """Return one receipt with a page of its held rows.

    Raises:
        NotShown: there is no such file, or it is another supplier's.
    """
    with look_over_list(viewer=viewer, purpose=purpose, what="feeds.receipt"):
        files = SourceFile.objects.select_related("agency", "agreement", "supersedes", "received_by")
        file = files.filter(sha256=sha256).first()
        if file is None:
            raise NotShown
        first = (page - 1) * PAGE
        return ShownReceipt(
            receipt=_receipt(file),
            agreement=f"{file.agreement.code}, version {file.agreement.version}",
            lawful_basis=file.lawful_basis,
            retention_class=file.retention_class,
            agreement_ends_on=file.agreement.valid_to,
            received_by=file.received_by.name if file.received_by else "",
            held_rows=tuple(file.held_rows.select_related("mended_by").order_by("line")[first : first + PAGE]),
        )


def _receipt(file: SourceFile, *, loaded_before: bool = False) -> Receipt:
    return Receipt(
        sha256=file.sha256,
        name=file.name,
        feed=file.spec,
        agency=file.agency.name,
        received_at=file.received_at,
        rows_in=file.rows_in,
        kept=file.kept,
        held=file.held,
        duplicate=file.duplicate,
        loaded_before=loaded_before,
        ended=file.ended,
        period=file.period,
        supersedes=file.supersedes.sha256 if file.supersedes else "",
        notes=file.notes,
    )
