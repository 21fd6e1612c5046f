"""Signing in with a second factor, and what happens to a guessed password or an idle session."""

from kith.access.vocabulary import Role
from tests.worlds.partnership import Partnership


def test_first_sign_in_replaces_the_password_and_sets_up_a_second_factor(
    visit, partnership: Partnership, tmp_path
) -> None:
    visitor = visit(partnership.staff[Role.ADMINISTRATOR])
    visitor.goes_to("/accounts-of-staff/")
    visitor.shoots(tmp_path / "accounts.png")
    assert "Invite a colleague" in visitor.reads()
    assert visitor.faults() == []
    assert (visitor.strangers, visitor.complaints) == ([], [])
