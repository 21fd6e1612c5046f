"""A document in the copy of a record: its text treated like any other, beside its name and fingerprint; or it waits."""

import json
from datetime import date
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from kith.access.services import connect_as
from kith.access.vocabulary import Role
from kith.chronology.services import add_document
from kith.chronology.vocabulary import DocumentKind, NewDocument
from kith.subject_access import runs, selectors, services
from kith.subject_access.models import GatheredRow
from kith.subject_access.runs.reading_back import words_of_pages
from kith.subject_access.vocabulary import RequestState, RowFate
from tests.subject_access.conftest import PURPOSE, SAID, Asking
from tests.subject_access.files import lines, odt, paper, paragraph, word
from tests.subject_access.test_answering import OTHERS, bare
from tests.subject_access.test_documents import PICTURE
from tests.subject_access.test_pages import signed_in

OWN = "Zqmaya likes drawing horses."
FILES = {
    ".txt": f"{SAID}\n{OWN}\n".encode(),
    ".docx": word(paragraph("Zqmaya was seen with Zqor", "lan Zqthorn.") + paragraph(SAID) + paragraph(OWN)),
    ".odt": odt(f"<text:p>{SAID}</text:p><text:p>{OWN}</text:p>"),
    ".pdf": paper(
        lines("Zqmaya was seen with Zqor-", "lan, and Zqdenise Zqhar-", "court rang Zqkyle Zqbem-", "bridge.", OWN)
    ),
}
UNREAD = {".png": PICTURE, ".jpg": b"\xff\xd8\xff Zqorlan", ".pdf": paper(lines("Zqorlan"), told=False)}


@pytest.fixture(autouse=True)
def _store(tmp_path: Path, settings: Any) -> None:
    settings.KITH_FILES = tmp_path / "files"


def add(asking: Asking, ending: str, content: bytes, title: str = "A letter") -> str:
    """Add a document to the record as a worker does, and return the fingerprint of its file."""
    document = NewDocument(
        kind=DocumentKind.LETTER, dated_on=date(2024, 5, 3), title=title, ending=ending, content=BytesIO(content)
    )
    with connect_as("worker"):
        add_document(person_id=asking.person_id, document=document, by=None, now=asking.partnership.now)
    return sha256(content).hexdigest()


def documents(asking: Asking, request: Any) -> list[GatheredRow]:
    """Return the gathered rows of documents."""
    return asking.gathered_rows(request, table="chronology_document")


def copy(asking: Asking, request: Any) -> tuple[str, str]:
    """Return the words of the paper and of the JSON that leave."""
    answer = selectors.open_answer(
        person=asking.person, request=request, viewer=asking.lead, purpose=PURPOSE, now=asking.partnership.now
    )
    return "\n".join(words_of_pages(bytes(answer.pdf))), bytes(answer.json).decode()


@pytest.mark.parametrize("ending", FILES)
def test_the_text_of_a_document_is_told_with_everybody_else_replaced(asking: Asking, ending: str) -> None:
    fingerprint = add(asking, ending, FILES[ending], title="A letter to Zqorlan")
    request = asking.released()
    assert asking.row(request).state == RequestState.RELEASED, asking.row(request).job_says
    (row,) = documents(asking, request)
    assert row.fate == RowFate.TOLD
    pages, data = copy(asking, request)
    for text in (pages, data):
        assert [name for name in OTHERS if name in bare(text)] == []
        assert bare(OWN) in bare(text), "what is the person's own is there"
        assert fingerprint in bare(text) and "A letter to" in text and "3 May 2024" in text
    replaced = json.loads(data)
    assert any("a brother or sister" in one["stands"] for one in replaced["replacements"])


@pytest.mark.parametrize("ending", UNREAD)
def test_a_document_that_cannot_be_read_waits_for_a_person_and_is_never_in_the_copy(
    asking: Asking, ending: str
) -> None:
    add(asking, ending, UNREAD[ending])
    request = asking.gathered()
    (row,) = documents(asking, request)
    assert row.fate == RowFate.TO_CHOOSE
    page = signed_in(asking.partnership.staff[Role.IG_LEAD]).get(
        f"/subject-access/people/{asking.person}/{request}/review/rows/{row.public_id}/alone/"
    )
    assert "edit a copy by hand" in page.content.decode()
    asking.decide(request, withhold=False)  # told after all: that it is there, and not what is in it
    asking.approved(request)
    runs.make_answer(asking.row(request).pk)
    pages, data = copy(asking, request)
    for text in (pages, data):
        assert bare("The document itself is not in this copy") in bare(text)
        assert "zqorlan" not in bare(text)


def test_a_document_that_is_withheld_counts_with_its_ground(asking: Asking) -> None:
    add(asking, ".png", PICTURE)
    request = asking.gathered()
    (row,) = documents(asking, request)
    because = "A copy that was edited by hand comes with this one."
    services.decide_row(row=row.public_id, ground="apart", because=because, whole_group=False, **asking.about(request))
    asking.decide(request)
    asking.approved(request)
    runs.make_answer(asking.row(request).pk)
    account = json.loads(copy(asking, request)[1])["account"]
    assert {one["name"]: one["rows"] for one in account["grounds"]}["Given apart, edited by hand"] == 1


def test_a_document_with_pictures_waits_with_its_text(asking: Asking) -> None:
    add(asking, ".docx", word(paragraph(OWN), media__one_png=PICTURE))
    (row,) = documents(asking, asking.gathered())
    assert row.fate == RowFate.TO_CHOOSE
    told = {one["label"]: one["given"] for one in row.fields}
    assert told["The text of the document"] == OWN
    assert told["What is missing"].startswith("Not all of it is in this copy: pictures")


@pytest.mark.parametrize("change", ["gone", "another"])
def test_a_file_that_is_not_the_one_that_was_added_is_not_read(asking: Asking, change: str) -> None:
    fingerprint = add(asking, ".txt", FILES[".txt"])
    kept = Path(settings.KITH_FILES) / "documents" / fingerprint[:2] / fingerprint
    if change == "gone":
        kept.unlink()
    else:
        kept.write_bytes(b"Zqorlan and others.")
    (row,) = documents(asking, asking.gathered())
    assert row.fate == RowFate.TO_CHOOSE
    assert "is not in the store, or is not the same any more" in str(row.fields)
    assert "Zqorlan" not in str(row.fields)


def test_whoever_is_still_found_in_the_text_of_a_document_stops_the_release(
    asking: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(asking, ".txt", FILES[".txt"])
    request = asking.gathered()
    asking.decide(request)
    asking.approved(request)
    for place in ("rules.answering", "runs.making"):
        monkeypatch.setattr(f"kith.subject_access.{place}.rendered", lambda told, *_: told.given)
    runs.make_answer(asking.row(request).pk)
    row = asking.row(request)
    assert (row.state, row.job) == (RequestState.GATHERED, "blocked")
    assert [one.table for one in asking.gathered_rows(request, found_again=True)].count("chronology_document") == 1


def test_a_document_outside_the_days_that_were_asked_for_stays_out(asking: Asking) -> None:
    add(asking, ".txt", FILES[".txt"])
    request = asking.gathered(from_on=date(2030, 1, 1), until_on=date(2030, 2, 1))
    (row,) = documents(asking, request)
    assert (row.fate, row.ground) == (RowFate.WITHHELD, "scope")
    assert asking.gathered_pieces(request) == []
