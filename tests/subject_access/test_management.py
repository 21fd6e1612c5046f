"""`kith subject-access` says how requests stand, and writes what the page gives to whom the page gives it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from typer.testing import CliRunner

from kith.access.vocabulary import Role
from kith.subject_access import selectors
from kith.subject_access.management import register
from kith.subject_access.vocabulary import RequestState
from tests.subject_access.conftest import PURPOSE, Asking
from tests.subject_access.test_pages import signed_in

Command = Callable[..., Any]
SECRET = "JBSWY3DPEHPK3PXP"  # of everybody whom `signed_in` signs in
TAKEN = "what = 'subject_access.download' AND action = 'export'"


@pytest.fixture
def command() -> Command:
    app = typer.Typer()
    register(app)
    app.command("other")(lambda: None)
    return lambda *words: CliRunner().invoke(app, ["subject-access", *words])


def asked(asking: Asking, role: Role = Role.IG_LEAD) -> tuple[str, ...]:
    return ("--as", asking.partnership.staff[role].email, "--purpose", "subject_access")


def test_requests_are_listed_with_their_days_left_and_nobody_is_named(asking: Asking, command: Command) -> None:
    assert "There is no request." in command(*asked(asking)).output
    asking.entry()
    waits, released = asking.gathered(), asking.released()
    done = command(*asked(asking))
    assert done.exit_code == 0, done.output
    first, second = done.output.splitlines()
    days = (asking.row(waits).due_on - asking.partnership.now.date()).days
    due = f"{asking.row(waits).due_on:%d %b %Y}"
    assert " ".join(first.split()) == f"{str(waits)[:8]} due {due} {days} days left Gathered, being reviewed"
    assert second.startswith(str(released)[:8]) and second.endswith("Released") and "ended" in second
    assert "Zq" not in done.output
    looks = asking.rows("SELECT count(*) FROM access_log WHERE what = 'subject_access.register'")
    assert looks == [(2,)]


def test_a_released_copy_is_written_byte_for_byte_and_logged_as_the_page_does(
    asking: Asking, command: Command, tmp_path: Path
) -> None:
    asking.entry()
    request, out = asking.released(), tmp_path / "copy"
    done = command(str(request)[:8], *asked(asking), "--out", str(out))
    assert done.exit_code == 0, done.output
    logged = asking.rows(f"SELECT staff_id, person_id, purpose FROM access_log WHERE {TAKEN}")
    assert logged == [(asking.lead.staff_id, asking.person_id, "subject_access")]
    answer = selectors.open_answer(
        person=asking.person, request=request, viewer=asking.lead, purpose=PURPOSE, now=asking.partnership.now
    )
    reference = f"own-record-{str(request)[:8]}"
    written = {path.name: path.read_bytes() for path in out.iterdir()}
    assert written == {f"{reference}.pdf": bytes(answer.pdf), f"{reference}.json": bytes(answer.json)}
    assert {path.stat().st_mode & 0o777 for path in out.iterdir()} == {0o600} and out.stat().st_mode & 0o777 == 0o700
    again = command(str(request)[:8], *asked(asking), "--out", str(out))
    assert again.exit_code == 2 and "not empty" in again.output


def test_nothing_is_written_before_release_to_anybody_else_or_without_who_and_why(
    asking: Asking, command: Command, tmp_path: Path
) -> None:
    asking.entry()
    request = asking.gathered()
    assert asking.row(request).state == RequestState.GATHERED
    out = ("--out", str(tmp_path / "copy"))
    reference = str(request)[:8]
    second = ("--as", asking.second_staff.email, "--purpose", "subject_access")
    refused = {
        "not been released": (reference, *asked(asking), *out),
        "not yours to open": (reference, *second, *out),
        "kept by information-governance leads": (reference, *asked(asking, Role.ADMINISTRATOR), *out),
        "no request of that reference": ("ffffffff", *asked(asking), *out),
        "No active member of staff": (reference, "--as", "no@example.org", "--purpose", "subject_access", *out),
        "Say who you are and why": (reference, *out),
        "or neither to list": (reference, *asked(asking)),
    }
    for says, words in refused.items():
        done = command(*words)
        assert done.exit_code == 2 and says in done.output, (says, done.output)
    wrong = command("--as", asking.partnership.staff[Role.IG_LEAD].email, "--purpose", "audit")
    assert wrong.exit_code == 2 and "Nothing was read" in wrong.output
    assert command(reference[:3], *asked(asking), *out).exit_code == 2, "three letters are no reference"
    assert not (tmp_path / "copy").exists()
    others = asking.rows(
        f"SELECT count(*) FROM access_log WHERE {TAKEN} AND outcome = 'shown' AND staff_id <> %s", asking.lead.staff_id
    )
    assert others == [(0,)]


def test_the_files_are_those_of_the_page(asking: Asking, command: Command, tmp_path: Path) -> None:
    """The page asks for a fresh proof of who takes it; behind that stands the same selector, so the same checks."""
    request = asking.released()
    client = signed_in(asking.partnership.staff[Role.IG_LEAD])
    address = f"/subject-access/people/{asking.person}/{request}/copy/json/"
    proof = client.get(address)["Location"]
    code = format_hotp_value(hotp_value(SECRET, next(iter(yield_hotp_counters_from_time()))))
    assert client.post(proof, {"code": code})["Location"] == address
    page = client.get(address)
    assert page.status_code == 200
    assert command(str(request), *asked(asking), "--out", str(tmp_path / "copy")).exit_code == 0
    assert (tmp_path / "copy" / f"own-record-{str(request)[:8]}.json").read_bytes() == page.content
