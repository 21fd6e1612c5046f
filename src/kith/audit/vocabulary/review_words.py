"""What each step of a review is called, what it asks for, and what is said once it is taken."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from kith.audit.vocabulary.reviewing import ReviewStepKind

_K = ReviewStepKind


@dataclass(frozen=True, kw_only=True)
class StepWords:
    """One step: its title, what is asked for (nothing where no words are), a hint, how it reads afterwards."""

    title: str
    done: str
    asks: str = ""
    hint: str = ""


STEP_WORDS: Final[Mapping[ReviewStepKind, StepWords]] = MappingProxyType(
    {
        _K.OPEN: StepWords(title="Open a review", done="Opened"),
        _K.NOTIFY: StepWords(
            title="Write down that the national panel was notified",
            done="The national panel was notified",
            hint="The local authority notifies on the national panel's own form; the day is kept here.",
        ),
        _K.ASK: StepWords(
            title="Ask an agency what it knows", done="Asked what it knows", hint="They see the child until this ends."
        ),
        _K.SAFEGUARD: StepWords(
            title="Write down what was done at once to keep children safe",
            done="Done at once",
            asks="What was done, for whom, by which agency?",
            hint="Think of brothers, sisters and other children too",
        ),
        _K.MEET: StepWords(title="Write down the partners' meeting", done="The partners met", asks="Who was there?"),
        _K.DECIDE: StepWords(
            title="Decide", done="Decided", asks="Why?", hint="The reason goes to the national panel with the review"
        ),
        _K.SEND: StepWords(
            title="Write down that it was sent to the national panel", done="Sent to the national panel"
        ),
        _K.ANSWER: StepWords(
            title="Write down what the national panel answered", done="The national panel answered", asks="In its words"
        ),
        _K.RECONSIDER: StepWords(
            title="Open the decision again", done="The decision was opened again", asks="Why is it opened again?"
        ),
        _K.BEGIN_PRACTICE: StepWords(
            title="Begin the practice review",
            done="The practice review was begun",
            asks="What is this review to find out?",
        ),
        _K.WITHDRAW: StepWords(
            title="Withdraw the review", done="Withdrawn", asks="Why does this case not call for a rapid review?"
        ),
        _K.SCOPE: StepWords(
            title="Agree the terms of reference",
            done="Terms of reference agreed",
            asks="Terms of reference",
            hint="What is asked, of which period, of which agencies",
        ),
        _K.HEAR_FAMILY: StepWords(
            title="Write down how the family takes part",
            done="The family's part",
            asks="How does the family take part, or why not?",
        ),
        _K.HEAR_CHILD: StepWords(
            title="Write down the child's voice",
            done="The child's voice",
            asks="What did the child want known, what was their life like, or why could nobody ask?",
        ),
        _K.REPORT: StepWords(title="Write down that the report is finished", done="The report was finished"),
        _K.PUBLISH: StepWords(title="Write down that it is published", done="Published"),
        _K.WITHHOLD: StepWords(
            title="Ask not to publish",
            done="Asked whether it may stay unpublished",
            asks="Why should it not be published?",
            hint="Publishing is the rule. A second person decides, and the national panel is told the reason",
        ),
        _K.AGREE_WITHHOLD: StepWords(title="Agree that it is not published", done="Agreed not to publish"),
        _K.REFUSE_WITHHOLD: StepWords(
            title="Refuse: it is to be published", done="Refused: it is to be published", asks="Why?"
        ),
        _K.LEARN: StepWords(
            title="Write down what is learned",
            done="Learned",
            asks="What did the review teach?",
            hint="Without anybody in it: the subgroup and the owners of actions read it",
        ),
        _K.HAND_OVER: StepWords(title="Hand the review over", done="Handed over"),
        _K.CLOSE: StepWords(
            title="Close the review",
            done="Closed",
            hint="Nobody sees the child because of it any more. What was learned, and its actions, go on.",
        ),
    }
)
