"""A request for somebody's own record in a real browser: every page accessible, and no wider than a telephone."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kith.access.vocabulary import Role
from kith.subject_access import runs
from kith.subject_access.vocabulary import RequestState, RowFate
from tests.journeys.visitor import Visitor
from tests.subject_access.conftest import Asking, asking
from tests.subject_access.test_documents import PICTURE
from tests.subject_access.test_documents_told import FILES, add, documents

__all__ = ["asking"]  # the fixture of the tests of subject access


def test_every_page_of_a_request_is_sound_at_both_widths(
    asking: Asking, enter: Callable[..., Visitor], tmp_path: Path, settings: Any
) -> None:
    settings.KITH_FILES = tmp_path
    asking.entry()
    add(asking, ".png", PICTURE)
    add(asking, ".txt", FILES[".txt"])
    asking.entry(agency="police", kind="police.weapon", tier="police")
    waits = asking.gathered()
    released = asking.released()
    here = f"/subject-access/people/{asking.person}/{waits}/"
    piece = next(one for one in asking.gathered_pieces(waits))
    row = next(one for one in asking.gathered_rows(waits, table="chronology_caredetail"))
    alike = next(one for one in asking.gathered_rows(waits, table="chronology_policedetail"))
    unread, read = sorted(documents(asking, waits), key=lambda one: one.fate == RowFate.TOLD)
    visitor = enter(asking.partnership.staff[Role.IG_LEAD])
    pages = {
        "register": "/subject-access/",
        "new": f"/subject-access/people/{asking.person}/new/",
        "request": here,
        "extend": f"{here}extend/",
        "refuse": f"{here}refuse/",
        "review": f"{here}review/",
        "pieces": f"{here}review/pieces/{piece.public_id}/",
        "row": f"{here}review/rows/{row.public_id}/alone/",
        "alike": f"{here}review/rows/{alike.public_id}/alike/",
        "document that waits": f"{here}review/rows/{unread.public_id}/alone/",
        "document that is told": f"{here}review/rows/{read.public_id}/alone/",
        "finish": f"{here}finish/",
        "released": f"/subject-access/people/{asking.person}/{released}/",
        "letter": f"/subject-access/people/{asking.person}/{released}/letter/",
    }
    found = []
    for name, address in pages.items():
        visitor.goes_to(address)
        found += visitor.faults_at_both_widths(name)
    assert found + visitor.strangers == []


def test_two_leads_bring_a_request_to_its_copy_without_javascript(
    asking: Asking, visit: Callable[..., Visitor], enter: Callable[..., Visitor]
) -> None:
    asking.entry()
    lead = visit(asking.partnership.staff[Role.IG_LEAD], java_script_enabled=False)
    lead.goes_to(f"/subject-access/people/{asking.person}/new/")
    lead.page.get_by_label("The person themself").check()
    lead.page.get_by_label("Name of whoever asks").fill("Zqmaya Zqthorn")
    lead.presses("Save")
    lead.page.locator("tbody a").first.click()
    lead.follows("Check who asks")
    lead.page.get_by_label("A worker who knows them met them and says so").check()
    lead.page.get_by_label("What was seen, or who said so?").fill("Their worker met them at school.")
    lead.presses("Save")
    lead.presses("Gather the record")
    assert "being gathered" in lead.reads()
    request = asking.rows("SELECT id, public_id FROM subject_access_subjectrequest")[0]
    runs.gather(request[0])
    asking.decide(request[1])
    lead.page.reload()
    lead.follows("Finish the review")
    lead.page.get_by_label("Who checks it as the second person?").select_option(str(asking.second_staff.pk))
    lead.presses("Ask them")
    second = enter(asking.second_staff, java_script_enabled=False)
    second.goes_to(f"/subject-access/people/{asking.person}/{request[1]}/")
    second.presses("Approve what leaves")
    runs.make_answer(request[0])
    assert asking.row(request[1]).state == RequestState.RELEASED
    second.page.reload()
    second.follows("Take the copy as JSON")
    assert "/accounts/" in second.page.url, "whoever has not just proved who they are proves it again"
    lead.goes_to(f"/subject-access/people/{asking.person}/{request[1]}/")
    with lead.page.expect_download() as taking:
        lead.page.get_by_role("link", name="Take the copy as PDF").click()
    assert Path(taking.value.path()).read_bytes().startswith(b"%PDF-")
