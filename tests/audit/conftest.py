"""An audit of knife crime: who leads it, who audits in each agency, and the eight young people in the record."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.utils import is_mfa_enabled
from django.test import Client

from kith.access.models import Staff
from kith.access.selectors import viewer_of
from kith.access.vocabulary import Role, Viewer
from kith.audit import services
from kith.audit.models import AuditTheme
from kith.audit.vocabulary import ChosenBy, CohortRule, Grade, NewCohort, NewTheme, Section, SectionAnswer
from tests.worlds.knife_crime import KnifeCrime
from tests.worlds.partnership import Partnership

WHY = "The subgroup asked why knife crime has risen among young people."
ASKED = ("police", "care", "education")


@dataclass
class Audit:
    """One audit, and short ways to bring it as far as a test needs."""

    partnership: Partnership
    auditors: dict[str, Staff]
    world: KnifeCrime | None = None
    made: dict[str, Any] = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        """Return the test's moment."""
        return self.partnership.now

    @property
    def lead(self) -> Viewer:
        """Return the auditor of the partnership, who leads."""
        return self.partnership.viewer(Role.AUDITOR)

    def auditor(self, agency: str) -> Viewer:
        """Return who audits in an agency."""
        return viewer_of(self.auditors[agency], self.now)

    def day(self, days: int) -> date:
        """Return the day so many days from the test's."""
        return self.now.date() + timedelta(days=days)

    def plan(self, **more: Any) -> AuditTheme:
        """Plan an audit of knife crime."""
        begins_on, ends_on = (self.day(-330), self.day(-90))
        whole: dict[str, Any] = {
            "title": "Knife crime",
            "question": "What could have been seen earlier, and did we work together?",
            "lines": ("Was the risk seen?", "Was the young person heard?"),
            "begins_on": begins_on,
            "ends_on": ends_on,
            "standards": "Working together",
            "reads_until": self.day(60),
        }
        made = services.plan_theme(new=NewTheme(**(whole | more)), by=self.lead, now=self.now)
        return AuditTheme.objects.get(public_id=made)

    def cohort(self, **more: Any) -> NewCohort:
        """Return a cohort of all incidents of knife crime in the period."""
        whole: dict[str, Any] = {
            "rule": CohortRule.WEAPON,
            "chosen_by": ChosenBy.RULE,
            "because": WHY,
            "begins_on": self.day(-330),
            "ends_on": self.day(-90),
        }
        return NewCohort(**(whole | more))

    def fix(self, theme: AuditTheme, **more: Any) -> int:
        """Choose the cases of an audit."""
        return services.fix_cohort(theme=theme, new=self.cohort(**more), by=self.lead, now=self.now)

    def ask(self, theme: AuditTheme, *agencies: str) -> None:
        """Ask agencies for their tools."""
        for agency in agencies or ASKED:
            services.ask_agency(
                theme=theme, auditor_id=self.auditors[agency].pk, due_on=self.day(20), by=self.lead, now=self.now
            )

    def drafted(self, **more: Any) -> AuditTheme:
        """Bring an audit as far as its drafted tools."""
        theme = self.plan(**more)
        self.fix(theme)
        self.ask(theme)
        services.draft_tools(theme=theme, by=self.lead, now=self.now)
        return theme

    def counted(self, **more: Any) -> AuditTheme:
        """Bring an audit as far as its findings."""
        theme = self.drafted(**more)
        services.count_findings(theme=theme, by=self.lead, now=self.now)
        return theme

    def returned(self, theme: AuditTheme, public_id: UUID, agency: str, grade: Grade = Grade.GOOD) -> None:
        """Let an agency grade every section of one case and return its tool."""
        for section in Section:
            services.answer_section(
                theme=theme,
                public_id=public_id,
                section=section,
                answer=answer(grade),
                seen=1,
                by=self.auditor(agency),
                now=self.now,
            )
        services.return_tool(theme=theme, public_id=public_id, by=self.auditor(agency), now=self.now)


def answer(grade: Grade | None = Grade.GOOD, **more: Any) -> SectionAnswer:
    """Return what an agency says in one section."""
    whole: dict[str, Any] = {
        "evidence": "Minutes of three meetings.",
        "good_practice": "One worker throughout.",
        "to_develop": "",
        "grade": grade,
        "because": "What was agreed was done in time.",
    }
    return SectionAnswer(**(whole | more))


@pytest.fixture
def audit(partnership: Partnership) -> Audit:
    """Return an audit of nobody: who leads, and who audits in each agency."""
    auditors = {
        agency: partnership.add_staff(f"Auditor {agency}", agency, Role.AGENCY_CONTACT)
        for agency in ("police", "care", "hospital", "education", "yjs")
    }
    return Audit(partnership=partnership, auditors=auditors)


@pytest.fixture
def eight(audit: Audit) -> Audit:
    """Return an audit with the eight young people in the record."""
    audit.world = KnifeCrime(audit.partnership)
    return audit


@pytest.fixture
def signed_in() -> Callable[[Staff], Client]:
    """Sign a member of staff in, known twice over."""

    def sign_in(staff: Staff) -> Client:
        client = Client()
        client.force_login(staff, backend="allauth.account.auth_backends.AuthenticationBackend")
        if not is_mfa_enabled(staff):
            TOTP.activate(staff, "JBSWY3DPEHPK3PXP")
        return client

    return sign_in
