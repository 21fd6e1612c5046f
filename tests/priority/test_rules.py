"""The policy file: what it refuses, in words; its digest; its warnings; what may never be an input."""

from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.access.vocabulary import Sector
from kith.chronology.vocabulary import ADDED_BY_HAND
from kith.feeds.vocabulary import DECLARED_FEEDS, EVENT_KINDS
from kith.priority.analysis import inputs
from kith.priority.analysis.decay import decay_table, thousandths
from kith.priority.rules.gateways import permitted_policy
from kith.priority.rules.policy_lint import BY_HAND, policy_warnings, sources_of, sources_of_indicator
from kith.priority.rules.policy_text import PolicyFault, policy_from_text
from kith.priority.selectors.policies import FOLDER, policy_file_in_force, policy_in_force
from kith.priority.vocabulary import NEVER_INPUTS, Policy

DAY = date(2026, 11, 24)
A3_EVENTS = 'events = ["school.suspended"]\nroles = ["subject"]\nlookback'
TEXT = policy_file_in_force(DAY).read_text(encoding="utf-8")


def faults(old: str, new: str) -> str:
    assert old in TEXT
    with pytest.raises(PolicyFault) as caught:
        policy_from_text(TEXT.replace(old, new, 1))
    return str(caught.value)


def test_first_policy_has_enough_signs_from_enough_agencies() -> None:
    policy = policy_in_force(DAY)
    assert len(policy.indicators) >= 16
    assert {each.sector for each in policy.indicators} >= {
        Sector.EDUCATION,
        Sector.CARE,
        Sector.POLICE,
        Sector.YOUTH_JUSTICE,
        Sector.HEALTH,
    }
    assert policy_warnings(policy, on=DAY) == []
    assert all(each.gateway and each.why and each.owner and each.review_by > DAY for each in policy.indicators)


def test_every_version_that_ships_can_be_read() -> None:
    for path in FOLDER.glob("*.toml"):
        assert policy_from_text(path.read_text(encoding="utf-8")).version == path.stem


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("points = 4\ncap = 16", "points = 4.5\ncap = 16", "A3: `points` is 4.5. Write a whole number of 1 or more."),
        ("floor = 12", "flor = 12", "seats: `floor` is missing."),
        ("floor = 12", "floor = 12\nflor = 12", "`flor` is not known here"),
        (A3_EVENTS, A3_EVENTS.replace("suspended", "suspendid"), "`school.suspendid` does not exist. Events of that"),
        (A3_EVENTS, A3_EVENTS.replace("suspended", "ehcp"), "may never earn points: a disability or special need"),
        (A3_EVENTS, A3_EVENTS.replace("school.suspended", "police.missing"), "comes from police, not from education"),
        ("at_least = 5", 'at_least = 5\nroles = ["culprit"]', "trigger T2: `roles` has `culprit`"),
        ('roles = ["victim"]', 'roles = ["culprit"]', "`roles` has `culprit`. Known are subject, victim"),
        ('theme = "school"', 'theme = "schol"', "`theme` has `schol`. Known are school"),
        ('decay = "seraf"', 'decay = "slowly"', "`decay` is `slowly`. Known are none, fast, seraf"),
        ('gateway = ["isa:attendance", "isa:school_census"]', "gateway = []", "`gateway` is []. Write a list"),
        ('on_missing_feed = "unknown"', 'on_missing_feed = "zero"', "may count as zero only for a reason"),
        ("review_by = 2027-06-01", 'review_by = "soon"', "`review_by` is 'soon'. Write a date"),
        ("[seats]", "[seets]", "The section [seets] is not known."),
        ('version = "2026.11-1"', "version = ", "The file is not well-formed TOML"),
        ("random_from = 31", "random_from = 301", "Write the smaller rank first"),
        ('"police.contact" =', '"police.weapon" =', "worth nothing, but indicator D1 gives points"),
        ("points = 8\ncap = 8", "points = 9\ncap = 9", "`points` is 9, but the highest step gives 8"),
        ("cap = 24", "cap = 25", "more than its theme may give. Write 24 or less."),
    ],
)
def test_fault_is_said_in_words(old: str, new: str, says: str) -> None:
    assert says in faults(old, new)


def test_every_fault_is_said_at_once() -> None:
    text = TEXT.replace("floor = 12", "flor = 12").replace("points = 10\n", "points = true\n")
    with pytest.raises(PolicyFault) as caught:
        policy_from_text(text)
    assert len(caught.value.faults) > 4


def test_fault_names_its_file(tmp_path: Path) -> None:
    (tmp_path / "broken.toml").write_text("[policy]\n")
    with pytest.raises(PolicyFault, match=r"broken\.toml: policy: `version` is missing"):
        policy_in_force(DAY, tmp_path)


def test_digest_is_of_what_a_policy_says_not_how() -> None:
    digest = policy_from_text(TEXT).digest
    sections = TEXT.split("\n[")
    turned = "\n[".join([sections[0], *reversed(sections[1:])])
    without_comments = "\n".join(line.split("  #")[0] for line in TEXT.splitlines() if not line.startswith("#"))
    assert policy_from_text(turned).digest == digest
    assert policy_from_text(without_comments).digest == digest
    assert policy_from_text(TEXT.replace("floor = 12", "floor = 13")).digest != digest


def test_one_agency_or_theme_that_outweighs_the_rest_is_warned_of() -> None:
    lopsided = TEXT.replace("[theme_cap]\nschool = 24", "[theme_cap]\nschool = 240").replace("cap = 16", "cap = 200", 1)
    warnings = policy_warnings(policy_from_text(lopsided), on=DAY)
    assert any("The theme school" in each for each in warnings)
    assert any("The agency education" in each for each in warnings)
    assert any("was to be reviewed" in each for each in policy_warnings(policy_from_text(TEXT), on=date(2028, 1, 1)))


def test_no_gateway_no_points() -> None:
    policy = policy_from_text(TEXT)
    permitted = permitted_policy(policy, {"police_register", "attendance"})
    assert {each.sector for each in permitted.policy.indicators} == {Sector.POLICE, Sector.EDUCATION}
    assert {each.id for each in permitted.refused} >= {"C3", "A3", "F2"}
    assert set(permitted.refused) | set(permitted.policy.indicators) == set(policy.indicators)


# What can tell of each sign: at least one feed, or people by hand. A sign that loses its last source fails here.
PRODUCERS = {
    "A1": "School attendance",
    "A7": "Recorded by hand",
    "A8": "Recorded by hand",
    "A9": "Recorded by hand",
    "B4": "Recorded by hand",
    "B5": "Recorded by hand",
    "B6": "Recorded by hand",
    "B1": "Police register",
    "C3": "Emergency department register",
    "F2": "Looked-after children return",
}


def test_every_sign_and_every_critical_moment_can_be_told_by_somebody() -> None:
    policy = policy_from_text(TEXT)
    sources = {each.id: sources_of_indicator(each) for each in policy.indicators}
    assert not [id for id, found in sources.items() if not found]
    assert {id: source for id, source in PRODUCERS.items() if source not in sources[id]} == {}
    assert not [kind for kind in policy.critical.events if not sources_of([kind])]
    for each in policy.indicators:
        by_hand = set(each.events) & set(ADDED_BY_HAND)
        by_feed = {kind for kind in each.events for feed in DECLARED_FEEDS.values() if kind in feed.kinds}
        assert bool(by_hand) == (BY_HAND in sources[each.id])
        assert each.is_attendance or by_hand | by_feed == set(each.events), f"{each.id} counts what nobody can tell"


def test_a_sign_that_nobody_can_tell_of_is_warned_about() -> None:
    policy = policy_from_text(TEXT)
    (b6,) = [replace(each, events=("care.session.gone",)) for each in policy.indicators if each.id == "B6"]
    critical = replace(policy.critical, events={**policy.critical.events, "nobody.knows": ("subject",)})
    dead = replace(policy, indicators=(b6,), critical=critical)
    warned = policy_warnings(dead, on=DAY)
    assert "Indicator B6 has no feed yet, so it never gives a point. Agree on a feed, or take it out." in warned
    assert any("critical moment `nobody.knows` has no feed yet" in each for each in warned)


def test_no_demographics_as_inputs() -> None:
    policy = policy_from_text(TEXT)
    events = {kind for each in policy.indicators if each.per != "event" for kind in each.events}
    assert not events & set(NEVER_INPUTS)
    assert {kind for each in policy.indicators for kind in each.events} & set(NEVER_INPUTS) <= {"care.looked_after"}
    columns = {
        name
        for schema in (inputs.ENTRIES, inputs.WEEKS, inputs.PEOPLE, inputs.LEADS, inputs.FEED_STATES)
        for name in schema.names
    }
    forbidden = ("sex", "gender", "ethnic", "relig", "nation", "postcode", "address", "name", "fsm", "sen", "lsoa")
    # `absent` holds the letters of a special need, and nothing else of it
    assert not [column for column in columns - {"absent"} for word in forbidden if word in column]


def test_an_indicator_is_known_by_nothing_but_what_the_policy_says() -> None:
    assert {field.name for field in fields(Policy)} >= {"digest", "version", "indicators"}
    assert all(kind in EVENT_KINDS for each in policy_from_text(TEXT).indicators for kind in each.events)


@given(st.integers(0, 156), st.integers(1, 156))
def test_decay_is_the_nearest_thousandth(age: int, half_life: int) -> None:
    found = thousandths(age, half_life)
    assert abs(found - 1000 * 2 ** (-age / half_life)) <= 0.5 + 1e-9
    assert thousandths(age + 1, half_life) <= found


def test_decay_table_is_anchored_where_practice_is() -> None:
    table = decay_table(11, 26)
    assert table[0] == 1000
    assert table[11] == 500
    assert table[22] == 250
    assert 5 * table[26] in range(950, 1000)  # 5 points are about 1 after 26 weeks
