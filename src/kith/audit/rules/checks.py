"""What an audit can do: each check refuses with what is wrong and what to do instead."""

from collections.abc import Collection
from datetime import date, timedelta

from kith.audit.rules.counting import check_words
from kith.audit.vocabulary import (
    BY_HAND,
    JUDGED,
    LONGEST_DAYS,
    MOST_CASES,
    AuditRefused,
    CaseSays,
    ChosenBy,
    NewCohort,
    NewQuestion,
    NewTheme,
    PutTo,
    SectionAnswer,
)


def check_theme(new: NewTheme, today: date) -> None:
    """Refuse a theme that asks nothing, has no period, or would be read for ever.

    Raises:
        AuditRefused: with what to mend.
    """
    if len(new.title.strip()) < 5 or len(new.question.strip()) < 10:
        raise AuditRefused("Give the audit a title, and say in a sentence what it asks.")
    if new.ends_on < new.begins_on:
        raise AuditRefused("The period ends before it begins. Choose a later last day.")
    if new.begins_on > today:
        raise AuditRefused("The period lies in the future, so there is nothing in it to audit. Choose an earlier day.")
    if not today < new.reads_until <= today + timedelta(days=LONGEST_DAYS):
        raise AuditRefused(
            f"Choose the day until which auditors may see the cases: after today, {LONGEST_DAYS} days away at most."
        )


def check_cohort(new: NewCohort) -> None:
    """Refuse a cohort whose choosing nobody could explain or repeat.

    Raises:
        AuditRefused: with what to mend.
    """
    if len(new.because.strip()) < 10:
        raise AuditRefused("Say in a sentence why the cases are chosen like this. The reason is kept with the cohort.")
    if new.ends_on < new.begins_on:
        raise AuditRefused("The period ends before it begins. Choose a later last day.")
    if new.chosen_by is ChosenBy.RANDOM and not (new.wanted and new.wanted > 0):
        raise AuditRefused("Say how many cases are to be drawn.")
    if new.chosen_by in BY_HAND and not new.people:
        raise AuditRefused("Name at least one case, by the number in the address of the person's page.")
    check_size(new.wanted or len(new.people))


def check_size(size: int) -> None:
    """Refuse a cohort that is too large to be read.

    Raises:
        AuditRefused: more than an audit reads.
    """
    if size > MOST_CASES:
        raise AuditRefused(
            f"That would be {size} cases; an audit reads each, {MOST_CASES} at most. Shorten the period, or draw some "
            "at random. For numbers about everybody, ask the analyst."
        )


def check_answer(answer: SectionAnswer) -> None:
    """Refuse a grade without its reason.

    Raises:
        AuditRefused: the reason is missing, or a judgement rests on no evidence.
    """
    if answer.grade is None:
        return
    if not answer.because.strip():
        raise AuditRefused("Say why you give this grade. A grade without a reason cannot be moderated.")
    if answer.grade in JUDGED and not answer.evidence.strip():
        raise AuditRefused("Say on what evidence the grade rests, or choose “not seen”.")


def check_case_says(says: CaseSays, because: str) -> None:
    """Refuse an answer that rests on nothing.

    Raises:
        AuditRefused: it does not say on what it rests.
    """
    if says is not CaseSays.NOT_SEEN and not because.strip():
        raise AuditRefused("Say on what the answer rests: what was read, or who said it. Or choose “not seen”.")


def check_question(new: NewQuestion, asked: Collection[int], *, is_drafted: bool) -> None:
    """Refuse a question that nobody could answer, or that comes too late for the agencies.

    Raises:
        AuditRefused: with what to mend.
    """
    if len(new.asks.strip()) < 10:
        raise AuditRefused("Ask in a whole sentence.")
    check_words(new.says)
    if new.put_to is PutTo.AGENCY and new.agency_id not in asked:
        raise AuditRefused("Ask that agency for its tools first; then it can be asked this too.")
    if new.put_to is not PutTo.LEAD and is_drafted:
        raise AuditRefused(
            "The tools are drafted, and some agencies may have begun. Put the question to whoever leads, or ask it in "
            "the audit that repeats this one."
        )


def check_returned(missing: Collection[str], unanswered: Collection[int]) -> None:
    """Refuse to return a tool while sections have no grade, or questions of the audit's own no answer.

    Raises:
        AuditRefused: names the sections, or the questions by their numbers.
    """
    if missing:
        raise AuditRefused(f"Not graded yet: {', '.join(missing)}. Grade them, or say “not seen” or “not applicable”.")
    if unanswered:
        raise AuditRefused(f"Not answered yet: question {', '.join(map(str, unanswered))}. Or say “not seen”.")


def check_moderation(agencies: Collection[int], held_on: date, today: date) -> None:
    """Refuse a meeting of moderation that has not been, or at which nobody could disagree.

    Raises:
        AuditRefused: with what to mend.
    """
    if held_on > today:
        raise AuditRefused("The meeting lies in the future. Write it down once it has been held.")
    if len(set(agencies)) < 2:
        raise AuditRefused("Moderation takes two agencies or more: one alone would only mark its own work again.")


def check_moderated(
    *, tool_agency: int, own_grade: str, moderator_agency: int, seats: Collection[int], because: str
) -> None:
    """Refuse a moderated grade without its reason, and an agency that marks its own case.

    Raises:
        AuditRefused: with what to do instead.
    """
    if not because.strip():
        raise AuditRefused(
            "Say why this grade stands, whether it moved or not. Both grades are kept with their reasons."
        )
    if not own_grade:
        raise AuditRefused("The agency has not graded this section yet, so there is nothing to moderate.")
    if moderator_agency == tool_agency or not set(seats) - {tool_agency}:
        raise AuditRefused(
            "An agency does not moderate its own case. Let somebody of another agency that was at the meeting do it."
        )


def check_moved(*, held_on: date, last_held_on: date | None, is_same_meeting: bool) -> None:
    """Refuse that a meeting grades twice, or that an earlier meeting moves what a later one gave.

    Raises:
        AuditRefused: with what to do instead.
    """
    if is_same_meeting:
        raise AuditRefused(
            "This meeting has graded this section already. What it gave stands; a later one may move it."
        )
    if last_held_on is not None and held_on < last_held_on:
        raise AuditRefused(
            f"A meeting of {last_held_on:%-d %B %Y} has graded this section since. Choose that one or a later one."
        )
