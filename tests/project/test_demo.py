"""The demo from nothing: everybody can sign in, a second start builds nothing, `--fresh` throws only the demo away."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import typer
from rich.console import Console

from kith.access.vocabulary import ROLE_NAMES, Role
from kith.county import runs as county_runs
from kith.project.commands import demonstration
from kith.project.commands.clearing import is_demo, mark_demo, throw_away
from kith.project.embedded import EmbeddedServer
from kith.project.installation import Installation
from tests.project.installations import Own, remove_server

_SMALL = ("demo", "--no-serve", "--years", "1", "--seed", "3", "--people")
_FACTS = """
import json, django
django.setup()
from django.db import connection
from kith.access.models import Staff
counted = {}
with connection.cursor() as cursor:
    tables = ("feeds_sourcefile", "linking_person", "chronology_entry", "access_relationship", "priority_run")
    for table in (*tables, "partnership_proposal"):
        cursor.execute(f"SELECT count(*), coalesce(max(id), 0) FROM {table}")
        counted[table] = cursor.fetchone()
wrong = [e for e, p in json.loads(%r).items() if not Staff.objects.get(email=e).check_password(p)]
print(json.dumps({"counted": counted, "wrong": wrong}))
"""

_AT_THE_SITE = """
import json, psycopg
from django.conf import settings
from psycopg.conninfo import make_conninfo
from kith.project.site import inbox_parameters
site = psycopg.connect(make_conninfo(**inbox_parameters(settings.INSTALLATION, "kith_public")))
live = site.execute(
    "SELECT model, count(*) FROM publishing_sitepage JOIN django_content_type c ON c.id = content_type_id "
    "WHERE live AND depth > 1 GROUP BY 1"
).fetchall()
inbox = site.execute("SELECT kind, count(*) FROM publishing_handover GROUP BY 1").fetchall()
print(json.dumps({"live": dict(live), "inbox": dict(inbox)}))
"""


@dataclass(frozen=True)
class Started:
    """What one start of the demo printed, and what the database held after it."""

    said: str
    facts: dict[str, Any]

    @property
    def passwords(self) -> dict[str, str]:
        return passwords_in(self.said)


def passwords_in(said: str) -> dict[str, str]:
    return dict(re.findall(r"^    (\S+@\S+\.example\.org)    ((?:[0-9a-f]{4}-){3}[0-9a-f]{4})$", said, re.MULTILINE))


def start(own: Own, people: int, *more: str) -> Started:
    done = own.kith(*_SMALL, str(people), *more)
    assert done.returncode == 0, done.stdout + done.stderr
    asked = own.python(_FACTS % json.dumps(passwords_in(done.stdout)))
    assert asked.returncode == 0, asked.stderr
    return Started(done.stdout, json.loads(asked.stdout))


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Own]:
    home = tmp_path_factory.mktemp("installation") / "var"
    (home / "test").mkdir(parents=True)
    home.chmod(0o700)
    (home / "test" / "letter.txt").write_text("the tests' own")
    yield Own(home)
    remove_server(EmbeddedServer(home / "postgres"))


@pytest.fixture(scope="module")
def first(own: Own) -> Started:
    return start(own, 500, "--fresh")  # only the tests' folder is there: nothing to throw away, nothing to refuse


@pytest.fixture(scope="module")
def second(own: Own, first: Started) -> Started:
    return start(own, 500)


@pytest.fixture(scope="module")
def again(own: Own, second: Started) -> Started:
    (own.home / "notes.txt").write_text("somebody's own")
    return start(own, 200, "--fresh")


def test_every_role_is_shown_with_who_has_it_what_they_see_and_a_password_that_works(first: Started) -> None:
    shown = re.findall(r"^([A-Z][\w -]+): (\S.+) sees (\S.+)$", first.said, re.MULTILINE)
    # Two leads: nobody checks what they made themselves when somebody's own record is answered.
    assert sorted(role for role, _, _ in shown) == sorted([*ROLE_NAMES.values(), ROLE_NAMES[Role.IG_LEAD]])
    assert len(first.passwords) == len(ROLE_NAMES) + 1
    assert "agency-contact@care." not in first.said, "whoever is shown as the practitioner is one"
    assert first.facts["wrong"] == []
    assert "agency-contact@care.larkshire.example.org" not in first.passwords, "a contact is nobody's practitioner"
    assert "http://localhost:8000/" in first.said


def test_county_was_carried_the_whole_way(own: Own, first: Started) -> None:
    counted = {table: count for table, (count, _) in first.facts["counted"].items()}
    listed = json.loads((own.home / "county" / "county.json").read_text())
    assert counted["feeds_sourcefile"] == len(listed["files"]) + 1  # the child who is expected was added by hand
    assert counted["linking_person"] > 100
    assert counted["chronology_entry"] > 100
    assert counted["access_relationship"] > 0
    assert counted["priority_run"] == 1
    assert counted["partnership_proposal"] == 3  # structure, contacts, services: the pages of the site rest on them


def test_the_public_site_has_a_whole_winter_newsletter_that_came_through_the_inbox(own: Own, first: Started) -> None:
    asked = own.python(_AT_THE_SITE)
    assert asked.returncode == 0, asked.stderr
    at_the_site = json.loads(asked.stdout)
    assert at_the_site["live"] == {
        "annualreportpage": 1,
        "briefingpage": 2,
        "bulletinpage": 2,
        "contactspage": 1,
        "directorypage": 1,
        "homepage": 1,
        "initiativepage": 1,
        "issuepage": 1,
        "listingpage": 5,
        "newspage": 3,
        "reviewpage": 1,
        "structurepage": 2,
        "toolkitindexpage": 1,
        "toolkitpage": 1,
        "toolkitversionpage": 2,
        "voicespage": 2,
    }
    told = {"briefing": 3, "contacts": 1, "figures": 3, "services": 1, "structure": 1, "voice": 1}
    assert at_the_site["inbox"] == told


def test_second_start_builds_nothing_and_gives_new_passwords(first: Started, second: Started) -> None:
    assert second.facts["counted"] == first.facts["counted"]
    assert "Inventing" not in second.said
    assert second.passwords.keys() == first.passwords.keys()
    assert not set(second.passwords.values()) & set(first.passwords.values())
    assert second.facts["wrong"] == []


def test_doctor_finds_a_built_demo_well_and_an_open_folder_not(own: Own, second: Started) -> None:
    well = own.kith("doctor")
    assert well.returncode == 0, well.stdout + well.stderr
    for says in ("No process sees past row security", "Every link of the chain holds", "The schema is that of"):
        assert says in well.stdout
    own.home.chmod(0o755)
    ill = own.kith("doctor")
    own.home.chmod(0o700)
    assert ill.returncode == 1
    assert "it must be 700" in ill.stdout


def test_fresh_begins_again_and_leaves_alone_what_no_demo_made(own: Own, first: Started, again: Started) -> None:
    assert json.loads((own.home / "county" / "county.json").read_text())["people"] == 200
    assert again.facts["counted"]["linking_person"][0] < first.facts["counted"]["linking_person"][0]
    assert again.facts["counted"]["priority_run"] == [1, 1], "a new database, not one more run in the old one"
    assert (own.home / "test" / "letter.txt").read_text() == "the tests' own"
    assert (own.home / "notes.txt").read_text() == "somebody's own"


def test_foreign_folder_is_refused_and_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("kept")
    done = Own(tmp_path).kith(*_SMALL, "300", "--fresh")
    assert done.returncode == 2
    assert "holds no demo, so nothing was removed" in done.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_throwing_away_can_be_taken_up_where_it_was_interrupted(tmp_path: Path) -> None:
    mark_demo(tmp_path, {"people": 300})
    for part in ("files", "bench"):
        (tmp_path / part).mkdir()
    throw_away(Installation(tmp_path), Console(file=StringIO()))
    assert [path.name for path in tmp_path.iterdir()] == ["bench"]
    assert not is_demo(tmp_path)


def test_demo_on_a_server_of_ones_own_is_not_thrown_away(tmp_path: Path) -> None:
    mark_demo(tmp_path, {"people": 300})
    with pytest.raises(typer.Exit) as left:
        throw_away(Installation(tmp_path, "postgresql://host/kith"), Console(file=StringIO()))
    assert left.value.exit_code == 2
    assert is_demo(tmp_path)


def wish(people: int = 300) -> demonstration.Wish:
    return demonstration.Wish(people=people, years=1, seed=1, port=8000, serve=False, fresh=False)


def test_refused_county_is_said_in_plain_words_and_can_be_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(indicators: object) -> None:
        raise ValueError("This county is too easy: suspensions (AUC 0.930)")

    said = Console(file=StringIO(), width=200)
    with monkeypatch.context() as patched:
        patched.setattr(county_runs, "refuse_if_too_easy", refuse)
        with pytest.raises(typer.Exit) as left:
            demonstration._invent(wish(), tmp_path / "county", said)
    assert left.value.exit_code == 1
    assert "No demo was built. This county is too easy: suspensions" in said.file.getvalue()  # type: ignore[attr-defined]  # a StringIO
    assert demonstration._invent(wish(), tmp_path / "county", said)["people"] == 300


def test_county_folder_with_something_else_in_it_is_said_in_plain_words(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("kept")
    said = Console(file=StringIO(), width=200)
    with pytest.raises(typer.Exit):
        demonstration._invent(wish(), tmp_path, said)
    assert "holds something that is not a county" in said.file.getvalue()  # type: ignore[attr-defined]  # a StringIO
    assert (tmp_path / "letter.txt").read_text() == "kept"


def test_demo_is_not_mixed_into_a_real_partnership(partnership: object, tmp_path: Path) -> None:
    said = Console(file=StringIO(), width=200)
    with pytest.raises(typer.Exit):
        demonstration._refuse_a_real_installation(tmp_path, said)
    assert "agencies that no demo made" in said.file.getvalue()  # type: ignore[attr-defined]  # a StringIO
    mark_demo(tmp_path, {})
    demonstration._refuse_a_real_installation(tmp_path, said)
