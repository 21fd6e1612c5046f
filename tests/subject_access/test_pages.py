"""The pages of requests: who opens which, what a form refuses, and that opening a page changes nothing."""

import re
from uuid import uuid4

from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

from kith.access.models import Staff
from kith.access.vocabulary import Role
from tests.subject_access.conftest import STRANGER, Asking


def signed_in(staff: Staff) -> Client:
    """Sign a member of staff in, known twice over."""
    client = Client()
    client.force_login(staff, backend="allauth.account.auth_backends.AuthenticationBackend")
    TOTP.activate(staff, "JBSWY3DPEHPK3PXP")
    return client


def names_in(content: bytes) -> list[bytes]:
    """Return the invented names between the tags of a page: inside a tag a random token may spell one."""
    return re.findall(rb">[^<>]*?(Zq\w*)", content)


def test_pages_open_to_leads_alone_and_deeper_ones_to_whoever_answers(asking: Asking) -> None:
    asking.entry()
    request = asking.gathered()
    here = f"/subject-access/people/{asking.person}/{request}/"
    piece, row = asking.gathered_pieces(request)[0], asking.gathered_rows(request)[0]
    deep = [f"{here}review/", f"{here}review/pieces/{piece.public_id}/", f"{here}review/rows/{row.public_id}/alone/"]
    flat = ["/subject-access/", f"/subject-access/people/{asking.person}/new/", here, f"{here}letter/"]
    for role in (Role.PRACTITIONER, Role.TEAM_MANAGER, Role.DATA_STEWARD, Role.ADMINISTRATOR):
        client = signed_in(asking.partnership.staff[role])
        answers = [client.get(address) for address in (*flat, *deep)]
        assert {answer.status_code for answer in answers} == {403}
        assert not any(names_in(answer.content) for answer in answers)
    other, lead = signed_in(asking.second_staff), signed_in(asking.partnership.staff[Role.IG_LEAD])
    assert [other.get(address).status_code for address in (*flat, *deep)] == [200] * 4 + [404] * 3
    before = asking.rows("SELECT version, state FROM subject_access_subjectrequest")
    found = [lead.get(address) for address in (*flat, *deep, f"{here}finish/", f"{here}extend/", f"{here}refuse/")]
    assert {answer.status_code for answer in found} == {200}
    assert asking.rows("SELECT version, state FROM subject_access_subjectrequest") == before
    assert not names_in(other.get("/subject-access/").content), "the register names nobody"
    nowhere = [
        f"/subject-access/people/{uuid4()}/{request}/",
        f"/subject-access/people/{asking.person}/{uuid4()}/",
        f"{here}review/rows/{uuid4()}/alone/",
        f"{here}review/pieces/{uuid4()}/",
        f"{here}copy/exe/",
    ]
    assert [lead.get(address).status_code for address in nowhere[:-1]] == [404] * 4
    assert lead.get(f"{here}copy/pdf/").status_code == 302, "whoever takes a copy proves first who they are"
    assert lead.post(f"{here}do/burn/").status_code == 404


def test_forms_say_what_to_mend_and_decisions_are_kept(asking: Asking) -> None:
    asking.entry()
    request = asking.gathered()
    here = f"/subject-access/people/{asking.person}/{request}/"
    lead = signed_in(asking.partnership.staff[Role.IG_LEAD])
    assert lead.post(f"/subject-access/people/{asking.person}/new/", {}).status_code == 422
    day = {"received_on-day": "1", "received_on-month": "1", "received_on-year": "2020"}
    typed = day | {"asked_by": "parent", "asker_name": "A Parent", "authority": ""}
    assert b"more than a year ago" in lead.post(f"/subject-access/people/{asking.person}/new/", typed).content
    (piece,) = asking.gathered_pieces(request)
    address = f"{here}review/pieces/{piece.public_id}/"
    assert b"what stands there instead" in lead.post(address, {"choice": "replace", "says": ""}).content
    kept = {"choice": "replace", "says": "a friend", "ground": "third"}
    assert lead.post(address, kept).status_code == 302
    assert [(one.choice, one.says) for one in asking.gathered_pieces(request)] == [("replace", "a friend")]
    row = asking.gathered_rows(request, table="chronology_caredetail")[0]
    address = f"{here}review/rows/{row.public_id}/alone/"
    page = lead.get(address).content.decode()
    assert "[a friend]" in page and STRANGER in page, "as it is, and as it would leave"
    assert lead.post(address, {"ground": ""}).status_code == 422
    assert lead.post(address, {"ground": "social_work", "because": "short"}).status_code == 422
    because = {"ground": "social_work", "because": "A psychologist says that it would harm them now."}
    assert lead.post(address, because).status_code == 302
    (row,) = asking.gathered_rows(request, table="chronology_caredetail")
    assert (row.fate, row.ground, row.decided_by_id) == ("withheld", "social_work", asking.lead.staff_id)
    gathering = lead.post(f"{here}do/approve/", follow=True)
    assert b"Only the second person" in gathering.content
