"""An administrator invites a colleague, who joins by the link in the mail; a reset takes two administrators."""

from collections.abc import Callable
from typing import Any

import pytest

from kith.access.models import Staff
from kith.access.vocabulary import Role
from tests.journeys.visitor import PASSWORD, Visitor
from tests.worlds.partnership import Partnership

EMAIL = "alex.new@care.example.org"


@pytest.fixture(autouse=True)
def outbox_of_the_demo(settings: Any) -> None:
    """Keep mails where the demonstration shows them."""
    settings.KITH_DEMO = True
    settings.EMAIL_BACKEND = "kith.work.services.OutboxBackend"


class Administrator:
    """One administrator at work, and the colleague whom they invite."""

    def __init__(self, partnership: Partnership, enter: Callable[..., Visitor], window: Callable[..., Visitor]) -> None:
        """Let the administrator be signed in."""
        self.partnership, self.enter, self.window = partnership, enter, window
        self.visitor = enter(partnership.staff[Role.ADMINISTRATOR])

    def when_they_invite_a_colleague(self) -> None:
        self.visitor.goes_to("/accounts-of-staff/")
        self.visitor.follows("Invite a colleague")
        self.visitor.writes("Full name", "Alex New")
        self.visitor.writes("Work e-mail address", EMAIL)
        self.visitor.page.get_by_label("Agency and team").select_option(index=0)
        self.visitor.chooses("Practitioner:")
        self.visitor.presses("Send the invitation")
        assert "Invited" in self.visitor.page.locator("body").inner_text()

    def link_in_the_mail(self) -> str:
        """Return the newest link in the outbox to the new colleague."""
        newcomer = self.window()
        newcomer.goes_to("/outbox/")
        assert EMAIL in newcomer.reads()
        assert newcomer.faults() == []
        return str(newcomer.page.locator("main a[href*='/join/']").first.get_attribute("href"))

    def when_the_colleague_joins(self, link: str, password: str = PASSWORD) -> Visitor:
        colleague = self.window()
        colleague.goes_to(link)
        assert colleague.faults() == []
        colleague.chooses_password(password)
        colleague.gives_password(EMAIL, password)
        colleague.sets_up_an_app()
        colleague.goes_to("/work/")
        return colleague

    def when_they_begin_a_reset(self) -> None:
        self.visitor.goes_to(self.account())
        self.visitor.presses("Begin a reset")

    def account(self) -> str:
        """Return the address of the colleague's account."""
        return f"/accounts-of-staff/{Staff.objects.get(email=EMAIL).public_id}/"


@pytest.fixture
def administrator(
    partnership: Partnership, enter: Callable[..., Visitor], window: Callable[..., Visitor]
) -> Administrator:
    """Return an administrator who is signed in."""
    return Administrator(partnership, enter, window)


def test_a_colleague_is_invited_and_joins_and_is_reset_by_two(administrator: Administrator) -> None:
    administrator.when_they_invite_a_colleague()
    link = administrator.link_in_the_mail()
    colleague = administrator.when_the_colleague_joins(link)
    assert "My work" in colleague.page.locator("body").inner_text()
    assert (colleague.strangers, colleague.complaints) == ([], [])

    colleague.goes_to(link)  # a second time the link does nothing
    colleague.chooses_password("somebody-elses-words")
    assert "The link does not work" in colleague.reads()

    administrator.when_they_begin_a_reset()
    assert administrator.visitor.faults() == []
    administrator.visitor.presses("Agree to the reset")
    assert "second person" in administrator.visitor.reads()
    colleague.goes_to("/work/")
    assert "My work" in colleague.page.locator("h1").inner_text()  # nothing has ended yet

    second = administrator.enter(administrator.partnership.add_staff("Kim Second", "partnership", Role.ADMINISTRATOR))
    second.goes_to(administrator.account())
    second.presses("Agree to the reset")
    colleague.goes_to("/work/")
    assert "Sign in" in colleague.page.locator("h1").inner_text()
    again = administrator.link_in_the_mail()
    assert again != link
    returned = administrator.when_the_colleague_joins(again, "another-pass-phrase-of-mine")
    assert "My work" in returned.page.locator("h1").inner_text()
