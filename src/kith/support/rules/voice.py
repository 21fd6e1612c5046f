"""What an entry of a child's voice must say, and when it is time to hear a child again."""

from datetime import date

from kith.support.rules.books import Book
from kith.support.vocabulary import WORDED, LatestVoice, NewTellingBack, NewVoice, VoiceMissing, VoiceRefused, Way

_PAIRS = (('"', '"'), ("“", "”"), ("‘", "’"), ("'", "'"))


def check_voice(new: NewVoice, today: date, book: Book) -> None:
    """Raise unless the entry can be kept.

    Raises:
        VoiceRefused: something is missing, or two answers contradict each other.
    """
    if new.heard_on > today:
        raise VoiceRefused("The day lies in the future. Write down what a child has said once they have said it.")
    if not new.role.strip() or not new.setting.strip():
        raise VoiceRefused("Say who heard the child (a role, like social worker) and where.")
    if new.alone and not new.seen:
        raise VoiceRefused("A child who was not seen cannot have been seen alone. Check both answers.")
    if new.way is Way.OBSERVATION and not new.seen:
        raise VoiceRefused("Only a child who was seen can have been watched. Check both answers.")
    if new.view.strip() and new.view.strip() == unquoted(new.words):
        raise VoiceRefused("Your own view repeats the child's words. Write what you make of them, or leave it empty.")
    if new.declined:
        _check_declined(new, book)
    else:
        _check_heard(new)


def _check_declined(new: NewVoice, book: Book) -> None:
    latest = new.heard_on + book.next_try_at_most
    if new.next_try_on is None:
        raise VoiceRefused("A child may say no. Say on which day somebody asks again.")
    if not new.heard_on < new.next_try_on <= latest:
        raise VoiceRefused(f"The next try must be after {new.heard_on:%-d %B %Y} and by {latest:%-d %B %Y}.")


def _check_heard(new: NewVoice) -> None:
    if new.next_try_on is not None:
        raise VoiceRefused("A day for the next try is for a child who would rather not now. Leave it empty.")
    if new.way in WORDED and not unquoted(new.words):
        raise VoiceRefused("Write down what the child said, in the child's own words, even if it is one sentence.")
    if not unquoted(new.words) and not new.observation.strip():
        raise VoiceRefused("Write down what the child said or what you saw them do.")


def check_telling_back(new: NewTellingBack, heard_on: date, today: date) -> None:
    """Raise unless it says what changed or why nothing did.

    Raises:
        VoiceRefused: neither or both are said, or the day is impossible.
    """
    if bool(new.changed.strip()) == bool(new.why_not.strip()):
        raise VoiceRefused("Say either what changed because of what the child said, or why nothing did.")
    if new.told_on is not None and not heard_on <= new.told_on <= today:
        raise VoiceRefused("The child was told between the day they were heard and today. Check the day.")


def unquoted(words: str) -> str:
    """Return what was said without the quotation marks around the whole of it; the page sets its own."""
    said = words.strip()
    for opened, closed in _PAIRS:
        inside = said[1:-1]
        if len(said) >= 2 and said[0] == opened and said[-1] == closed and not {opened, closed} & set(inside):
            return inside.strip()
    return said


def check_fresh(latest: LatestVoice | None, today: date, book: Book, what: str) -> LatestVoice:
    """Return the voice of a child who was heard, or asked and would rather not, lately enough.

    Raises:
        VoiceMissing: nobody has heard the child for too long; `what` is what needs it.
    """
    since = today - book.voice_within
    if latest is None or latest.heard_on < since:
        raise VoiceMissing(
            f"{what} needs the child's voice, and nobody has written one down since {since:%-d %B %Y}. "
            "Hear the child first, or write down that they would rather not now, then come back here."
        )
    return latest
