"""The command line: Ctrl-C says what it means, what an operator can mend is said in words, a fault is not hidden."""

import base64
import hashlib
import hmac
import struct
import time
from pathlib import Path

import pytest
import typer
from django.db import OperationalError, ProgrammingError
from psycopg import errors

from kith.project import command_line
from kith.project.embedded import ServerRefused
from kith.project.plain_words import plain_words
from tests.project.installations import Own
from tests.worlds.words import mentions

# A real signal in the middle of real work, through the same door as an operator's Ctrl-C.
_INTERRUPTED = """
import os, signal, sys
from kith.county import runs
from kith.project.command_line import main
invent = runs.invent_county
def invent_and_interrupt(plan):
    county = invent(plan)
    os.kill(os.getpid(), signal.SIGINT)
    return county
runs.invent_county = invent_and_interrupt
sys.argv = ["kith", "county", "--people", "300", "--years", "1", "--out", %r]
main()
"""


def run_main(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> int:
    """Run `kith fail`, a command that ends in this error, and return the code it leaves with."""
    app = typer.Typer(pretty_exceptions_enable=False)

    @app.command()
    def fail() -> None:
        raise error

    app.command()(lambda: None)
    monkeypatch.setattr(command_line, "app", app)
    monkeypatch.setattr(command_line, "_register", lambda: None)
    monkeypatch.setattr("sys.argv", ["kith", "fail"])
    with pytest.raises(SystemExit) as left:
        command_line.main()
    return int(str(left.value.code))


def test_ctrl_c_says_that_nothing_unfinished_was_kept(tmp_path: Path) -> None:
    out = tmp_path / "county"
    done = Own(tmp_path / "home").python(_INTERRUPTED % str(out))
    assert done.returncode == 130
    assert "Stopped. Nothing that was not finished has been kept" in done.stderr
    assert "Traceback" not in done.stderr
    assert not out.exists()


def test_ctrl_c_inside_a_command_leaves_by_the_usual_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_main(monkeypatch, KeyboardInterrupt()) == 130
    assert "Stopped." in capsys.readouterr().err


def test_a_commands_own_refusal_keeps_its_code_and_says_no_more(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_main(monkeypatch, typer.Exit(2)) == 2
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (OperationalError("connection refused"), "The database does not answer"),
        (errors.AdminShutdown("terminating connection"), "The database does not answer"),
        (errors.DiskFull('could not extend file of "Ada Vale"'), "disk is full"),
        (errors.UndefinedTable('relation "x" does not exist'), "kith database migrate"),
        (OperationalError('FATAL:  database "kith" does not exist'), "kith database prepare"),
        (ServerRefused("There is no ordinary account. Make one."), "Make one."),
    ],
)
def test_what_an_operator_can_mend_is_said_in_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: Exception, says: str
) -> None:
    assert run_main(monkeypatch, error) == 1
    said = capsys.readouterr().err
    assert says in said
    assert not mentions(said, "Ada"), "the server's own words may quote a row"


def test_an_error_of_django_is_judged_by_the_servers_own_behind_it() -> None:
    wrapped = ProgrammingError("wrapped")
    wrapped.__cause__ = errors.UndefinedTable("lost")
    assert "kith database migrate" in (plain_words(wrapped) or "")


def test_a_fault_of_the_program_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    assert plain_words(ProgrammingError("syntax error")) is None
    assert plain_words(errors.UniqueViolation("twice")) is None
    with pytest.raises(ZeroDivisionError):
        run_main(monkeypatch, ZeroDivisionError())


def six_digits(secret: str, counter: int) -> str:
    """Return the code of one half minute, by RFC 6238 alone."""
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", counter), hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def test_oracle_agrees_with_the_standards_own_example() -> None:
    assert six_digits(base64.b32encode(b"12345678901234567890").decode(), 59 // 30) == "287082"


def test_code_prints_the_six_digits_of_now(tmp_path: Path) -> None:
    secret = "JBSWY3DPEHPK3PXP"
    before = int(time.time()) // 30
    done = Own(tmp_path).kith("code", "jbsw y3dp ehpk 3pxp")
    after = int(time.time()) // 30
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() in {six_digits(secret, counter) for counter in range(before, after + 1)}


def test_code_of_something_that_is_no_secret_says_what_to_copy(tmp_path: Path) -> None:
    done = Own(tmp_path).kith("code", "nonsense!")
    assert done.returncode == 2
    assert "no authenticator secret" in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
