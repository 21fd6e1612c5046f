"""A disagreement as it is read and counted: who sees it, the list, the measures, the pages, and where it goes."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import psycopg
from django.test import Client

from kith.access.models import Staff
from kith.access.selectors import look
from kith.access.services import connect_as
from kith.access.vocabulary import Purpose, Role
from kith.linking.vocabulary import Move, MoveKind
from kith.panel import selectors, services
from kith.panel.models import Disagreement, DisagreementStep
from kith.panel.vocabulary import (
    DisagreementAct,
    DisagreementOutcome,
    DisagreementStatus,
    DisagreementTopic,
    NewDisagreement,
)
from tests.panel.conftest import Panel
from tests.panel.disputes import SAFE, Dispute
from tests.worlds.words import mentions, words


def test_both_agencies_see_it_and_the_web_role_can_change_no_word(
    dispute: Dispute, admin: psycopg.Connection[Any]
) -> None:
    for viewer in (dispute.panel.viewer(Role.PRACTITIONER), dispute.viewer(dispute.teacher)):
        page = selectors.open_disagreement(dispute.child, dispute.id, viewer=viewer, purpose=Purpose.PANEL)
        assert page.steps[0].child_safe == SAFE
        with look(viewer=viewer, people=[dispute.child], purpose=Purpose.PANEL, what="test"):
            assert DisagreementStep.objects.count() == 1
    may = "SELECT has_table_privilege('kith_web', 'panel_disagreementstep', %s)"
    assert [admin.execute(may, (each,)).fetchall()[0][0] for each in ("INSERT", "UPDATE", "DELETE")] == [
        True,
        False,
        False,
    ]


def test_the_measures_count_by_stage_and_name_nobody(dispute: Dispute) -> None:
    worker = dispute.panel.viewer(Role.PRACTITIONER)
    today = dispute.panel.now.date()
    dispute.climb(DisagreementStatus.MANAGERS)
    manager = dispute.panel.viewer(Role.TEAM_MANAGER)
    dispute.act(DisagreementAct.PROPOSE, manager, outcome=DisagreementOutcome.STANDS)
    dispute.act(DisagreementAct.AGREE, dispute.viewer(dispute.head), dissent="Not what the school would do.")
    other = dispute.new(topic=DisagreementTopic.SHARING)
    services.raise_disagreement(public_id=dispute.child, new=other, by=worker, now=dispute.panel.now)
    found = selectors.count_disagreements(
        since=today - timedelta(days=1), until=today + timedelta(days=1), today=today + timedelta(days=30)
    )
    assert found.counts == {
        "raised": 2,
        "open": 1,
        "late": 1,
        "withdrawn": 0,
        "resolved": 1,
        "dissent": 1,
        "by_clock": 0,
    }
    assert found.stages == {DisagreementStatus.MANAGERS: (1, 0.0)}


def test_by_clicking_from_the_page_of_a_child_to_the_lesson(
    dispute: Dispute, signed_in: Callable[[Staff], Client]
) -> None:
    panel, where = dispute.panel, f"/panel/people/{dispute.child}/"
    worker = signed_in(panel.partnership.staff[Role.PRACTITIONER])
    teacher = signed_in(dispute.teacher)
    typed = {
        "other_agency": panel.partnership.agencies["hospital"].pk,
        "topic": "response",
        "what": "She waited nine weeks for an appointment.",
        "wanted": "An appointment this month.",
        "child_safe": "",
    }
    unsafe = worker.post(f"{where}disagree/", typed)
    assert unsafe.status_code == 422 and "keep the child safe meanwhile" in words(unsafe)
    assert "She waited nine weeks" in unsafe.content.decode()
    raised = worker.post(f"{where}disagree/", typed | {"child_safe": SAFE}, follow=True)
    assert "Raised." in words(raised) and "What was done, or how soon" in words(raised)
    page = f"{where}disagreements/{dispute.id}/"
    shown = words(teacher.get(page))
    assert "Between the practitioners" in shown and SAFE in shown and "Since" in shown
    proposal = {"outcome": "stands", "says": "It is for two weeks only.", "child_safe": SAFE, "seen": "1"}
    assert "What is proposed" in words(teacher.post(f"{page}propose/", proposal, follow=True))
    late = worker.post(f"{page}answer/", {"says": "We do not agree to it.", "child_safe": SAFE, "seen": "1"})
    assert late.status_code == 422 and "Nothing was overwritten" in words(late)
    agreed = worker.post(
        f"{page}agree/", {"says": "Two weeks are agreed.", "child_safe": SAFE, "seen": "2", "dissent": ""}, follow=True
    )
    assert "Resolved: what was done stands" in words(agreed)
    kept = worker.post(f"{page}learn/", {"says": "Meet before a timetable is cut."}, follow=True)
    assert "without anybody's name" in words(kept)
    assert worker.get(f"{page}clock/").status_code == 404
    assert "Printed for" in words(worker.get(f"{page}print/"))
    chair = signed_in(panel.partnership.staff[Role.PANEL_CHAIR])
    measures = words(chair.get("/panel/measures/"))
    assert "Meet before a timetable is cut." in measures and not mentions(measures, "Ada")
    listed = words(chair.get("/panel/disagreements/"))
    assert "1 open disagreement, none late" in listed and "nine weeks" not in listed


def test_the_list_costs_the_same_for_one_and_for_three(
    panel: Panel, signed_in: Callable[[Staff], Client], django_assert_max_num_queries: Any
) -> None:
    client, counted = signed_in(panel.partnership.staff[Role.PRACTITIONER]), list[int]()
    hospital = panel.partnership.agencies["hospital"].pk
    for name in ("Ada", "Ben", "Cyd"):
        new = NewDisagreement(
            other_agency_id=hospital,
            topic=DisagreementTopic.RESPONSE,
            what="Waited for nine weeks now.",
            wanted="An appointment this month.",
            child_safe=SAFE,
        )
        services.raise_disagreement(
            public_id=panel.child(name), new=new, by=panel.viewer(Role.PRACTITIONER), now=panel.now
        )
        with django_assert_max_num_queries(40) as found:
            client.get("/panel/disagreements/")
        counted.append(len(found))
    assert counted[1] == counted[2]


def test_rows_follow_a_child_who_turns_out_to_be_another(dispute: Dispute, panel: Panel) -> None:
    other, _ = panel.partnership.add_person("Ida", "Reed")
    with connect_as("worker"):
        move = Move(kind=MoveKind.MERGE, from_person=dispute.person_id, to_person=other, now=panel.now)
        services.PanelFollower().follow(move)
        assert set(Disagreement.objects.values_list("person_id", flat=True)) == {other}
        assert set(DisagreementStep.objects.values_list("person_id", flat=True)) == {other}
        assert services.PanelFollower().purge(other, by=None, now=panel.now).rows
        assert not Disagreement.objects.exists()
