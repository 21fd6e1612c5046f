"""What children told us: released counts and agreed words only, gone when withdrawn, and plain for children."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from kith.project.site import inbox_parameters
from kith.publishing.models import VoicesPage
from kith.publishing.services.voicing import hand_over_demo_words
from kith.publishing.vocabulary import HandedKind, Verb
from kith.publishing.vocabulary.reading import hard_sentences, reading_age, sentences_of
from kith.publishing.vocabulary.voices import AgreedBy, AgreedWords, WordsRefused, words_of, words_text
from tests.publishing.inside.newsroom import figures, home, tell, under

ADDRESS = "/what-children-told-us/"
AGREED = AgreedWords(
    key="listened", words="They listened.", who="A young person", agreed_by=AgreedBy.CHILD, agreed_on=date(2019, 11, 4)
)


def agreed(*words: AgreedWords, **more: Any) -> UUID:
    return tell(HandedKind.VOICE, text=words_text(words or (AGREED,)), **more)


def entry(**parts: Any) -> Any:
    said = {"theme": "Being heard", "said": "Children want to speak first.", "figure": "", "words": ""}
    return ("entry", said | {"did": "Meetings begin with the child.", "did_on": None} | parts)


def page(*entries: Any, **parts: Any) -> VoicesPage:
    said = {"title": "What children told us", "slug": "what-children-told-us", "read_by": "professionals"}
    return VoicesPage(entries=list(entries), **(said | parts))


def test_agreed_words_and_released_counts_are_shown_with_what_was_done(reader: Client) -> None:
    words, counted = agreed(), figures(17, 22)
    under(home(), page(entry(words=f"{words}/listened", figure=f"{counted}/had a plan")))
    text = reader.get(ADDRESS).content.decode()
    for said in ("They listened.", "A young person", "17 of 22", "Meetings begin with the child."):
        assert said in text


@pytest.mark.parametrize("withdrawn", ["words", "figure"])
def test_what_is_withdrawn_is_gone_at_once_and_the_rest_stays(reader: Client, withdrawn: str) -> None:
    items = {"words": agreed(), "figure": figures()}
    names = {"words": f"{items['words']}/listened", "figure": f"{items['figure']}/had a plan"}
    under(home(), page(entry(theme="Goes", **names), entry(theme="Stays")))
    kind = HandedKind.VOICE if withdrawn == "words" else HandedKind.FIGURES
    tell(kind, Verb.WITHDRAW, item=items[withdrawn])
    text = reader.get(ADDRESS).content.decode()
    assert "Stays" in text and "Goes" not in text and "They listened." not in text


def test_a_page_of_which_nothing_may_be_shown_any_more_is_gone(reader: Client) -> None:
    words = agreed()
    under(home(), page(entry(words=f"{words}/listened")))
    tell(HandedKind.VOICE, Verb.WITHDRAW, item=words)
    answer = reader.get(ADDRESS)
    assert answer.status_code == 410 and "They listened." not in answer.content.decode()
    assert ADDRESS not in reader.get("/sitemap.xml").content.decode()


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ({"words": "none/of these"}, "not agreed"),
        ({"figure": "none/of these"}, "not released"),
        ({"said": "3 children told us."}, "has a number"),
        ({"said": "One said: “help”."}, "quotes somebody"),
        ({"did": 'We wrote "sorry".'}, "quotes somebody"),
    ],
)
def test_what_is_not_agreed_or_released_does_not_go_live(parts: dict[str, str], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        under(home(), page(entry(**parts)))


def test_a_page_for_children_is_read_at_nine_or_stays_a_draft() -> None:
    hard = "Multi-agency arrangements necessitate proportionate consideration of participation frameworks."
    under(home(), page(entry(said=hard)))
    with pytest.raises(ValidationError, match="written for nine"):
        under(home(), page(entry(said=hard), read_by="children", slug="too-hard"))
    long = "You told us " + "that you want to be heard and " * 5 + "to be asked."
    with pytest.raises(ValidationError, match="too long for children"):
        under(home(), page(entry(said=long), read_by="children", slug="too-long"))


def test_the_demo_speaks_to_children_and_to_professionals(reader: Client) -> None:
    hand_over_demo_words(inbox=inbox_parameters(settings.INSTALLATION, "kith_worker"), now=timezone.now())
    call_command("demo_toolkits")
    call_command("demo_toolkits")
    plain, other = reader.get("/what-you-told-us/").content.decode(), reader.get(ADDRESS).content.decode()
    assert "You said" in plain and "We did" in plain and "14 of 22" in plain
    assert f'href="{ADDRESS}"' in plain and 'href="/what-you-told-us/"' in other


@pytest.mark.parametrize(
    "change",
    [
        {"agreed_by": ""},
        {"agreed_by": "council"},
        {"agreed_on": ""},
        {"agreed_on": "soon"},
        {"who": " "},
        {"name": "x"},
    ],
)
def test_words_without_the_child_s_agreement_are_refused(change: dict[str, str]) -> None:
    row = words_text([AGREED])["words"][0]
    with pytest.raises(WordsRefused):
        words_of({"words": [row | change]})
    assert words_of({"words": [row]}) == [AGREED]


@given(st.text("abcdefgh .!?’-", max_size=200))
def test_every_word_belongs_to_one_sentence_and_harder_words_are_read_later(text: str) -> None:
    assert reading_age(text) >= 0
    assert not hard_sentences(text, most=200)
    assert all(sentence in text for sentence in sentences_of(text))
    assert reading_age("See the cat. It sat.") <= reading_age("Observe the feline. Recumbency persisted.")


def test_the_reading_age_is_the_published_formula() -> None:
    text = "The panel considers each young person with the agencies around them."
    letters, words = len("Thepanelconsiderseachyoungpersonwiththeagenciesaroundthem"), 11
    assert reading_age(text) == pytest.approx(4.71 * letters / words + 0.5 * words - 21.43 + 5)
