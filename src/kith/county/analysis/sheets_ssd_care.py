"""Standard Safeguarding Dataset 1.4: looked-after children, missing from care, scores, special needs."""

from kith.county.analysis.care_desk import NEED_CODES, Desk
from kith.county.analysis.draws import NO_DAY, day_number, stream
from kith.county.analysis.placements import Placement
from kith.county.analysis.schools import Pupils
from kith.county.analysis.sheets import Sheet, iso_day
from kith.county.analysis.sheets_ssd_people import Row, ssd


def care_tables(desk: Desk, pupils: Pupils) -> list[Sheet]:
    """Return the tables about children looked after, and the SEND tables."""
    each = list(enumerate(desk.placements))
    send, requests, assessments, plans, active = _send(desk, pupils)
    return [
        ssd("ssd_cla_episodes", [_episode(desk, n, p) for n, p in each]),
        ssd("ssd_cla_placement", [_placement(desk, n, p) for n, p in each]),
        ssd("ssd_legal_status", _legal(desk)),
        ssd("ssd_missing", _missing(desk)),
        ssd("ssd_sdq_scores", _scores(desk)),
        ssd("ssd_send", send),
        ssd("ssd_ehcp_requests", requests),
        ssd("ssd_ehcp_assessment", assessments),
        ssd("ssd_ehcp_named_plan", plans),
        ssd("ssd_ehcp_active_plans", active),
    ]


def _episode(desk: Desk, n: int, p: Placement) -> Row:
    e = desk.episodes[p.episode]
    ended = p.ends != NO_DAY
    reason = ("E4A" if p.final else "X1") if ended else ""
    return (
        f"LE{n + 1:06d}", desk.local(p.episode), f"LP{n + 1:06d}", iso_day(p.begins), "S" if p.first else "P",
        NEED_CODES[p.episode % len(NEED_CODES)], iso_day(p.ends), reason, f"LA{p.episode + 1:06d}",
        f"RF{p.episode + 1:06d}", iso_day(min(p.begins + 60, day_number(desk.plan.last_day))), iso_day(e.care[0]),
    )  # fmt: skip


def _placement(desk: Desk, n: int, p: Placement) -> Row:
    return (
        f"LP{n + 1:06d}", f"LA{p.episode + 1:06d}", desk.local(p.episode), iso_day(p.begins), p.kind, p.urn,
        str(p.distance), p.provider, p.postcode, iso_day(p.ends), "CARPL" if p.ends != NO_DAY and not p.final else "",
    )  # fmt: skip


def _legal(desk: Desk) -> list[Row]:
    """Return legal statuses: neighbouring placements under one status are one row."""
    spans: list[tuple[int, str, int, int]] = []
    for p in desk.placements:
        if spans and spans[-1][:2] == (p.episode, p.legal):
            spans[-1] = (p.episode, p.legal, spans[-1][2], p.ends)
        else:
            spans.append((p.episode, p.legal, p.begins, p.ends))
    return [
        (f"LS{n + 1:06d}", desk.local(episode), legal, iso_day(begins), iso_day(ends))
        for n, (episode, legal, begins, ends) in enumerate(spans)
    ]


def _missing(desk: Desk) -> list[Row]:
    chance = stream(desk.plan.seed, "return interviews")
    last = day_number(desk.plan.last_day)
    found: list[Row] = []
    for n, (person, begins, ends, kind) in enumerate(desk.missing):
        offered = chance.random() < 0.85
        accepted = "Y" if offered and chance.random() < 0.55 else "N"
        ended = ends if ends <= last else NO_DAY
        found.append((
            f"MI{n + 1:06d}", desk.register.number(person, n), iso_day(begins), kind, iso_day(ended),
            "Y" if offered else "N", accepted,
        ))  # fmt: skip
    return found


def _scores(desk: Desk) -> list[Row]:
    """Return a yearly strengths and difficulties score of each child looked after long enough."""
    chance = stream(desk.plan.seed, "scores")
    last = day_number(desk.plan.last_day)
    found: list[Row] = []
    for n, e in enumerate(desk.episodes):
        if e.care[0] == NO_DAY:
            continue
        stop = e.care[1] if e.care[1] != NO_DAY else last
        for day in range(e.care[0] + 180, stop, 365):
            score = int(min(max(chance.normal(13 + 3 * e.need, 5), 0), 40))
            found.append((f"SQ{len(found) + 1:06d}", desk.local(n), iso_day(day), str(score), ""))
    return found


def _send(desk: Desk, pupils: Pupils) -> tuple[list[Row], list[Row], list[Row], list[Row], list[Row]]:
    """Return the SEND tables of children on file who have an education, health and care plan."""
    chance = stream(desk.plan.seed, "plans for special needs")
    known = set(desk.children())
    tables: tuple[list[Row], list[Row], list[Row], list[Row], list[Row]] = ([], [], [], [], [])
    first, last = day_number(desk.plan.life_begins), day_number(desk.plan.last_day)
    for column, person in enumerate(desk.lives.children.tolist()):
        if person not in known or pupils.sen[column] != "E" or desk.lives.age[-1, column] >= 18:
            continue
        n = len(tables[0]) + 1
        row = desk.register.row(person)
        asked = int(chance.integers(first, last - 200))
        upn = str(desk.register.who.upn[row])
        tables[0].append((f"SN{n:06d}", str(desk.register.local_id[row]), upn, "", "" if upn else "UN1"))
        tables[1].append((f"ER{n:06d}", f"SN{n:06d}", iso_day(asked), iso_day(asked + 42), "Y"))
        tables[2].append((f"EA{n:06d}", f"ER{n:06d}", iso_day(asked + 112), "Y", ""))
        tables[3].append((f"EN{n:06d}", f"EA{n:06d}", iso_day(asked + 140), "", ""))
        tables[4].append((f"EP{n:06d}", f"ER{n:06d}", iso_day(min(asked + 500, last))))
    return tables
