"""Every address, as every role in every state: no word of a child's record beyond what the policy opens."""

from collections.abc import Iterator, Sequence
from typing import Any

import psycopg
import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from kith.access.models import Staff
from kith.access.services import connect_as
from kith.access.services.relationships import shield_person
from kith.access.vocabulary import DataClass, RelationshipState, Role, ShieldKind
from kith.work.services import add_task
from kith.work.vocabulary import NewTask, TaskKind
from tests.access import oracle
from tests.access.rows import put_row
from tests.access.test_tickets import _stand
from tests.worlds.canaries import TIERS, Canary
from tests.worlds.partnership import Partnership

# These end the session or belong to the libraries; neither is about a child.
LEFT_OUT = ("accounts/", "static/")


# The names of ids in an address by which a person is found; whoever else's an id is, a child's own is nobody's there.
OF_A_PERSON = {"public_id", "entry_id", "document_id", "sha256"}


def addresses(canary: Canary, *, others: bool = True) -> Iterator[str]:
    """Return every address that asks for an id, with this child's ids; without `others` only those of a person."""
    values = {
        "public_id": [str(canary.public_id)],
        "entry_id": [str(entry) for entry in canary.entry_ids],
        "document_id": [str(canary.document_id)],
        "sha256": [RECEIPT],
        "kind": ["relationship", "glass"],
        "action": ["reset"],
        "act": ["answer"],
        "secret": ["guess"],
        "code": ["isa-ssd"],
    }
    # An id that is none of its kind reaches no page, so each other kind is tried with what can be one.
    marks_of = {"uuid": [str(canary.public_id)], "int": ["1"]}
    for pattern, names in _patterns(get_resolver().url_patterns, ""):
        if pattern.startswith(LEFT_OUT) or not (others or OF_A_PERSON & names.keys()):
            continue
        made = [pattern]
        for name, kind in names.items():
            marks = values.get(name) or marks_of.get(kind, [str(canary.public_id), "1"])
            made = [one.replace(f"<{name}>", mark) for one in made for mark in marks]
        yield from (f"/{one}" for one in made)


def _patterns(found: list[Any], prefix: str) -> Iterator[tuple[str, dict[str, str]]]:
    for one in found:
        route = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _patterns(one.url_patterns, route)
        elif isinstance(one, URLPattern):
            names = {}
            for name, converter in one.pattern.converters.items():
                names[name] = next((kind for kind, made in _KINDS.items() if isinstance(converter, made)), "")
                route = route.replace(f"<{names[name]}:{name}>", f"<{name}>")
            yield route, names


from django.urls import converters as _converters  # noqa: E402 -- beside the table that names them

_KINDS = {
    "uuid": _converters.UUIDConverter,
    "int": _converters.IntConverter,
    "slug": _converters.SlugConverter,
    "path": _converters.PathConverter,
    "str": _converters.StringConverter,
}


def signed_in(staff: Staff, canary: Canary) -> Client:
    """Sign a member of staff in with a second factor, and choose a purpose for the child, as the page would."""
    Authenticator.objects.get_or_create(user=staff, type=Authenticator.Type.TOTP, defaults={"data": {"secret": "x"}})
    client = Client(raise_request_exception=False)
    client.force_login(staff, "allauth.account.auth_backends.AuthenticationBackend")
    client.post(f"/people/{canary.public_id}/", {"purpose": "safeguarding"})
    return client


def does(address: str) -> str:
    """Return what a page does with whoever it shows: it finds them, prints them, or opens them."""
    if address.endswith("/print/"):
        return "print"
    finding = ("/search/", "/protections/", "/waiting/", "/people/add/")
    return "find" if address.startswith(finding) or address.endswith(("/ask/", "/protect/")) else "open"


def allowed(role: Role, state: RelationshipState | None, sector: str, action: str) -> set[str]:
    """Return the tiers whose words a page may say; a shield (no state) leaves those who find protections."""
    if state is None:
        finds = oracle.may(role, "none", "protected", "find", sector)
        return allowed(role, RelationshipState.NONE, sector, action) if finds else set()
    return {tier for tier in TIERS if oracle.may(role, state, tier, action, sector)}


Standing = RelationshipState | None


class World:
    """One member of staff, one child in each state towards them, one shielded child, and words that are nobody's."""

    def __init__(self, partnership: Partnership, admin: psycopg.Connection[Any], role: Role, agency: str) -> None:
        """Write the children, tie them together, list them, and sign the member of staff in."""
        self.role, self.sector = role, partnership.agencies[agency].sector
        self.staff = partnership.add_staff("Kim Canary", agency, role)
        self.children: dict[Standing, Canary] = {}
        for place, state in enumerate((*RelationshipState, None)):
            child = self.children[state] = Canary(partnership, f"{role.value[:3]}{place}x")
            if state is not None:
                _stand(partnership, self.staff, child.person_id, state)
        first = self.children[RelationshipState.CURRENT]
        for state, child in self.children.items():
            if state is not RelationshipState.CURRENT:
                first.tie_to(child, partnership)
        self.secrets = self._arrange(partnership, admin)
        self.client = signed_in(self.staff, first)
        for child in self.children.values():
            self.client.post(f"/people/{child.public_id}/", {"purpose": "safeguarding"})
        self.asked, self.opened = 0, 0
        self.leaks: list[tuple[Standing, str, str, list[str]]] = []

    def _arrange(self, partnership: Partnership, admin: psycopg.Connection[Any]) -> list[str]:
        shielded = self.children[None].person_id
        with connect_as("worker"):
            shield_person(
                person_id=shielded, kind=ShieldKind.ADDRESS, reason="ZqSecretReason", by=None, now=partnership.now
            )
            owner = partnership.add_staff("Kim Owner", "yjs").pk
            new = NewTask(
                kind=TaskKind.ACTION,
                owner_id=owner,
                link="/work/",
                subject="work.action",
                person_id=self.children[RelationshipState.CURRENT].person_id,
                words="ZqSecretAction",
            )
            add_task(new=new, by=None, now=partnership.now)
        yjs = partnership.agencies["yjs"].pk
        put_row(
            admin,
            "feeds_sourcefile",
            {"sha256": RECEIPT, "agency_id": yjs, "rows_in": 1, "kept": 0, "held": 1, "duplicate": 0},
        )
        file_id = admin.execute("SELECT id FROM feeds_sourcefile WHERE sha256 = %s", (RECEIPT,)).fetchall()[0][0]
        put_row(
            admin,
            "feeds_heldrow",
            {"file_id": file_id, "agency_id": yjs, "value": "ZqSecretHeld", "raw": "ZqSecretHeld"},
        )
        # Whoever answers for all that comes in reads the held rows of every agency.
        of_all = self.role in {Role.DATA_STEWARD, Role.IG_LEAD}
        reasons = [] if self.role is Role.IG_LEAD else ["ZqSecretReason"]
        return ["ZqSecretAction", *reasons, *([] if of_all else ["ZqSecretHeld"])]

    def read(self, address: str, answer: Any) -> None:
        """Search one response for every child's words, and note those that the policy does not open."""
        content = b"".join(answer) if answer.streaming else answer.content
        text = f"{content.decode(errors='replace')}\n{answer.headers}\n{address}"
        self.asked += 1
        for state, child in self.children.items():
            spoken = child.spoken(text)
            self.opened += bool(spoken)
            may_read = allowed(self.role, state, self.sector, does(address))
            self.leaks += [(state, address, tier, words) for tier, words in spoken.items() if tier not in may_read]
        self.leaks += [(None, address, "nobody's", [word]) for word in self.secrets if word in text]
        assert answer.status_code < 500, (address, answer.status_code)

    def crawl(self, states: Sequence[Standing]) -> None:
        """Ask for every address of these children, and send the forms that show somebody."""
        seen: set[str] = set()
        for state in states:
            child = self.children[state]
            for address in addresses(child, others=state in ASKED_ALL):
                if address not in seen:
                    seen.add(address)
                    self.read(address, self.client.get(address))
            for address in (f"/people/{child.public_id}/{page}" for page in FORMS if state in TOLD_APART):
                self.read(
                    address, self.client.post(address, {"kind": "ask", "does": "shield", "title": "", "words": ""})
                )
            names = {"name": " ".join(child.words["existence"][:2]), "purpose": "safeguarding"}
            found = self.client.post("/search/", names)
            # What the visitor typed stands in the form again; only what the answer adds counts.
            self.read("/search/", _without(found, names["name"]))


RECEIPT = "c0ffee" + "0" * 58
# The forms answer by these states; the others differ in what may be read, which the pages show.
TOLD_APART = {RelationshipState.CURRENT, RelationshipState.PANEL_SEAT, RelationshipState.BLOCKED, None}
ASKED_ALL = {RelationshipState.CURRENT, None}
FORMS = ("ask/", "entries/add/", "documents/add/", "action/", "protect/")


def _without(answer: Any, typed: str) -> Any:
    answer.content = answer.content.replace(f'value="{typed}"'.encode(), b"")
    return answer


def opens_anything(role: Role, sector: str) -> bool:
    """Test whether the policy opens a single word of any child to a role."""
    return any(allowed(role, state, sector, action) for state in RelationshipState for action in ("find", "open"))


@pytest.mark.parametrize("role", list(Role))
def test_no_page_says_more_than_the_policy_opens(
    partnership: Partnership, admin: psycopg.Connection[Any], role: Role
) -> None:
    world = World(partnership, admin, role, "care")
    world.crawl(list(world.children))
    assert world.leaks == []
    assert world.asked >= 200
    assert bool(world.opened) == opens_anything(role, world.sector), (
        "nothing that may be shown was shown, or the reverse"
    )


@pytest.mark.parametrize("agency", ["education", "police", "yjs", "hospital", "lantern"])
def test_no_page_says_more_to_another_sector(
    partnership: Partnership, admin: psycopg.Connection[Any], agency: str
) -> None:
    world = World(partnership, admin, Role.PRACTITIONER, agency)
    world.crawl([RelationshipState.CURRENT, RelationshipState.REFERRAL_RECEIVER, None])
    assert world.leaks == []
    assert world.opened


def test_whoever_is_not_signed_in_reads_no_word(partnership: Partnership) -> None:
    canary, client = Canary(partnership, "out"), Client(raise_request_exception=False)
    for address in addresses(canary):
        for answer in (client.get(address), client.post(address, {})):
            content = b"".join(answer) if answer.streaming else answer.content
            assert canary.spoken(content.decode(errors="replace")) == {}, address
            assert answer.status_code < 500, address


def test_what_may_be_printed_or_found_is_not_thereby_opened() -> None:
    none, sector = RelationshipState.NONE, "partnership"
    assert allowed(Role.IG_LEAD, none, sector, does("/protections/")) == {"existence", "protected"}
    assert allowed(Role.IG_LEAD, none, sector, does("/people/7/")) == {"existence"}
    assert does("/people/7/print/") == "print"
    assert allowed(Role.PRACTITIONER, RelationshipState.REFERRAL_RECEIVER, "care", "print") == set()
    assert allowed(Role.PRACTITIONER, None, "care", "open") == set()


def test_the_words_cover_every_tier(partnership: Partnership) -> None:
    assert set(Canary(partnership, "all").words) == {tier.value for tier in DataClass}
    assert all(Canary(partnership, "all2").words.values())
