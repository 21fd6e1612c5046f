"""A child every field of whose record holds a word that is nowhere else, named after the tier it belongs to."""

from collections.abc import Mapping
from io import BytesIO
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from django.db import connection

from kith.access.services import connect_as
from kith.access.vocabulary import Role
from kith.chronology.services.store import keep_file
from tests.worlds.partnership import Partnership

_CODES = count(1)
TIERS = ("existence", "headlines", "care", "health", "police", "protected")


class Canary:
    """One child and the words that would give each tier of the record away."""

    def __init__(self, partnership: Partnership, name: str) -> None:
        """Write the child into every table that a page may read."""
        self.name = name
        self.words: dict[str, list[str]] = {tier: [] for tier in TIERS}
        self.person_id, self.public_id = self._person(partnership)
        self.entry_ids = [self._entry(partnership, *row) for row in _ENTRIES]
        self._addresses(partnership)
        self._involvement(partnership)
        self._identity()
        self.document_id = self._document()
        self._correction(partnership)
        self._referral(partnership)
        self._disagreement(partnership)
        self._links(partnership)

    def word(self, tier: str, field: str) -> str:
        """Make a word for one field of one tier, and remember it."""
        made = f"Zq{self.name}{tier.title()}{field.title()}"
        self.words[tier].append(made)
        return made

    def code(self, tier: str) -> str:
        """Make a word short enough for a number or a postcode, and remember it."""
        made = f"zq{next(_CODES):06d}z"
        self.words[tier].append(made)
        return made

    def spoken(self, text: str) -> dict[str, list[str]]:
        """Return the words of this child that a text holds, by tier."""
        lower = text.lower()
        bare = lower.replace(" ", "").replace("\xa0", "")  # numbers are shown in groups
        found = {tier: [w for w in words if w.lower() in lower or w in bare] for tier, words in self.words.items()}
        return {tier: words for tier, words in found.items() if words}

    def _person(self, partnership: Partnership) -> tuple[int, UUID]:
        return partnership.add_person(self.word("existence", "forename"), self.word("existence", "surname"))

    def _entry(self, partnership: Partnership, agency: str, kind: str, tier: str) -> int:
        values = {
            "person_id": self.person_id,
            "source_ref": f"{agency}|{self.name}|{kind}",
            "agency_id": partnership.agencies[agency].pk,
            "source": agency,
            "kind": kind,
            "data_class": tier,
            "sector": partnership.agencies[agency].sector,
            "occurred_on": partnership.now.date(),
            "known_at": partnership.now.date(),
            "precision": "day",
            "role": "subject",
            "band": 3,
            "headline": self.word("headlines", kind.replace(".", "").replace("_", "")),
            "basis": "fact",
            "said_by": "",
            "others": 0,
            "group_key": f"{self.name}|{kind}",
            "retracted": False,
        }
        entry_id = insert("chronology_entry", values)
        detail = {
            "entry_id": entry_id,
            "person_id": self.person_id,
            "says": self.word(tier, "says" + kind.split(".")[1].replace("_", "")),
            "place": self.word(tier, "place" + kind.split(".")[1].replace("_", "")),
            "code_scheme": "",
            "code": "",
            "detail": "{}",
        }
        insert(f"chronology_{tier}detail", detail, returning=False)
        return entry_id

    def _addresses(self, partnership: Partnership) -> None:
        care = partnership.agencies["care"].pk
        for table, tier in (("linking_address", "headlines"), ("linking_protectedaddress", "protected")):
            row = {
                "person_id": self.person_id,
                "address": self.word(tier, "address"),
                "town": self.word(tier, "town"),
                "postcode": self.code(tier),
                "agency_id": care,
            }
            insert(table, row)

    def _identity(self) -> None:
        words = [self.word("existence", "knownas"), self.code("existence"), self.code("existence")]
        with connect_as("worker"), connection.cursor() as cursor:
            cursor.execute(
                "UPDATE linking_profile SET known_as = %s, nhs_number = %s, upn = %s WHERE person_id = %s",
                [*words, self.person_id],
            )

    def _document(self) -> int:
        kept = keep_file(BytesIO(self.word("care", "content").encode()), media_type="text/plain")
        row = {
            "person_id": self.person_id,
            "entry_id": self.entry_ids[0],
            "kind": "letter",
            "dated_on": "2026-01-05",
            "title": self.word("care", "title"),
            "sha256": kept.sha256,
            "size": kept.size,
            "media_type": "text/plain",
        }
        return insert("chronology_document", row)

    def _correction(self, partnership: Partnership) -> None:
        # Under the child's own id, so that every address that asks for a correction finds this one.
        row = {
            "public_id": self.public_id,
            "person_id": self.person_id,
            "what": "wrong_fact",
            "indicator": "",
            "says": self.word("headlines", "correction"),
            "asked_by_id": partnership.staff[Role.ANALYST].pk,
            "asked_at": partnership.now,
            "state": "asked",
        }
        insert("priority_correction", row)

    def tie_to(self, other: "Canary", partnership: Partnership) -> None:
        """Make two children brother and sister, so that the page of each shows the other to those who may know."""
        for one, two in ((self, other), (other, self)):
            row = {
                "person_id": one.person_id,
                "other_id": two.person_id,
                "kind": "sibling",
                "agency_id": partnership.agencies["care"].pk,
            }
            insert("linking_tie", row)

    def _involvement(self, partnership: Partnership) -> None:
        row = {
            "person_id": self.person_id,
            "agency_id": partnership.agencies["care"].pk,
            "worker_ref": "SW1",
            "worker_name": self.word("existence", "worker"),
            "setting_ref": "",
            "role": "Social Worker",
            "phone": "01632 960111",
            "begins_on": partnership.now.date(),
        }
        insert("chronology_involvement", row)

    def _referral(self, partnership: Partnership) -> None:
        # Under the child's own id, so that every address that asks for a referral finds this one.
        row = {
            "public_id": self.public_id,
            "person_id": self.person_id,
            "from_agency_id": partnership.agencies["care"].pk,
            "from_staff_id": partnership.staff[Role.PRACTITIONER].pk,
            "to_agency_id": partnership.agencies["police"].pk,
            "service_name": self.word("care", "service"),
            "state": "draft",
            "version": 1,
            "made_at": partnership.now,
            "changed_at": partnership.now,
        }
        about = {"referral_id": insert("referrals_referral", row), "person_id": self.person_id}
        words = (
            "referrer_relationship reason what_changed worries strengths parents_view support_tried outcomes_wanted "
        )
        words += "legal_status responsibility_holder siblings voice_says consent_by consent_how consent_legal_reason "
        content = {name: self.word("care", name.replace("_", "")) for name in f"{words} parents_told_says".split()}
        plain = {"manager_told": False, "urgency": "", "voice": "", "consent": ""}
        insert("referrals_referralcontent", about | content | plain, returning=False)
        said = {
            "is_none_known": False,
            "checked_in": self.word("care", "checked"),
            "visit_safety": self.word("care", "visit"),
        }
        insert("referrals_riskstatement", about | said, returning=False)
        with connect_as("worker"), connection.cursor() as cursor:
            cursor.execute("UPDATE referrals_referral SET state = 'withdrawn' WHERE public_id = %s", [self.public_id])

    def _disagreement(self, partnership: Partnership) -> None:
        # Under the child's own id, as the referral is.
        about = {"person_id": self.person_id}
        row = about | {
            "public_id": self.public_id,
            "topic": "plan",
            "status": "managers",
            "last_stage": "managers",
            "raised_by_id": partnership.staff[Role.PRACTITIONER].pk,
            "raised_agency_id": partnership.agencies["care"].pk,
            "other_agency_id": partnership.agencies["police"].pk,
            "raised_at": partnership.now,
            "due_on": partnership.now.date(),
            "version": 1,
            "outcome": "",
            "learned": False,
        }
        step = about | {
            "disagreement_id": insert("panel_disagreement", row),
            "place": 1,
            "act": "raise",
            "status": "managers",
            "by_id": partnership.staff[Role.PRACTITIONER].pk,
            "at": partnership.now,
            "carried": False,
            "outcome": "",
            "dissent": "",
            "book_version": "",
        }
        insert("panel_disagreementstep", step | {k: self.word("care", f"d{k}") for k in _DISAGREED})

    def _links(self, partnership: Partnership) -> None:
        staff = partnership.staff[Role.PRACTITIONER].pk
        for tier, table in (("care", "panel_subjectlink"), ("police", "panel_policelink")):
            # The place under the child's own id, so that every address that asks for one finds it.
            subject = {
                "public_id": self.public_id if tier == "care" else str(uuid4()),
                "kind": "place",
                "number": next(_CODES),
                "police": tier == "police",
                "made_by_id": staff,
                "made_at": partnership.now,
            }
            about = {"subject_id": insert("panel_subject", subject)}
            text = {"field": "label", "version": 1, "text": "A place", "by_id": staff, "at": partnership.now}
            insert("panel_subjecttext", about | text)
            link = about | {
                "public_id": self.public_id if tier == "care" else str(uuid4()),
                "person_id": self.person_id,
                "role": "seen_at",
                "source": "seen",
                "said_by": self.word(tier, "linksaidby"),
                "says": self.word(tier, "linksays"),
                "linked_by_id": staff,
                "agency_id": partnership.agencies["care"].pk,
                "linked_at": partnership.now,
                "ended_because": "",
            }
            insert(table, link)


_DISAGREED = ("says", "wanted", "voice", "child_safe")
_ENTRIES = (
    ("care", "care.referral", "care"),
    ("education", "school.suspended", "care"),
    ("hospital", "health.assault_attendance", "health"),
    ("police", "police.weapon", "police"),
    ("care", "care.note", "protected"),
)


def insert(table: str, values: Mapping[str, Any], *, returning: bool = True) -> int:
    """Write one row as the pipeline would, and return its id where it has one."""
    columns = ", ".join(values)
    marks = ", ".join(["%s"] * len(values))
    statement = f"INSERT INTO {table} ({columns}) VALUES ({marks})" + (" RETURNING id" if returning else "")
    with connect_as("worker"), connection.cursor() as cursor:
        cursor.execute(statement, list(values.values()))
        return int(cursor.fetchone()[0]) if returning else 0
