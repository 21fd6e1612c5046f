"""A page in Welsh has Welsh around it: frame, forms, dates, mail, paper; what is missing says that it is English."""

import ast
import gettext
import re
from collections.abc import Iterator
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client, override_settings
from django.utils.translation import override
from wagtail.models import Site

from kith.project.site_settings import KITH_WORRIED
from kith.publishing.models import IssuePage
from kith.publishing.presenters import around_error
from kith.publishing.presenters.mail_forms import issue_mail
from kith.publishing.presenters.paper_forms import issue_paper
from kith.publishing.templatetags.languages import page_language
from kith.publishing.vocabulary import circulation, contacts, feedback, kinds
from kith.shell.words import has_words, mark, say
from linters.compile_words import WordsError, catalogues, compiled, words_in
from tests.environment import REPOSITORY
from tests.publishing.inside.newsroom import home, news, under
from tests.publishing.inside.test_languages import in_welsh
from tests.worlds.paper import read_claims, words_by_page

SOURCES = REPOSITORY / "src/kith"
WELSH = SOURCES / "publishing/locale/cy/LC_MESSAGES/django.po"


ENGLISH = re.compile(r"\b(the|and|you|your|with|this|answer|search|which|choose|page)\b", re.IGNORECASE)


@pytest.fixture(autouse=True)
def roots() -> Iterator[None]:
    Site.clear_site_root_paths_cache()
    yield
    Site.clear_site_root_paths_cache()


def test_a_welsh_page_has_welsh_around_it(reader: Client) -> None:
    in_welsh(under(home(), news("Neglect")), "Esgeulustod", "esgeulustod")
    page = BeautifulSoup(reader.get("/cy/esgeulustod/").content, "html.parser")
    assert page.html is not None and page.html["lang"] == "cy"
    said = page.get_text(" ")
    for words in ("Neidio i’r prif gynnwys", "Chwilio’r wefan hon", "Poeni am blentyn?", "Preifatrwydd", "Newyddion"):
        assert words in said
    assert [str(one) for one in page.select("[lang]") if one.name != "html" and one["lang"] != "cy"] == [
        str(one) for one in page.select("nav a[hreflang]")
    ], "but for the way to the English page, nothing on it says that it is English"
    search = page.find("a", string="Chwilio’r wefan hon")
    assert search is not None and search["href"] == "/cy/search"


@pytest.mark.parametrize(
    "address", ["circulation", "circulation/asked", "circulation/link", "tell-us/", "search?q=xyz"]
)
def test_what_readers_fill_in_is_in_welsh_throughout(reader: Client, address: str) -> None:
    page = BeautifulSoup(reader.get(f"/cy/{address}").content, "html.parser")
    assert page.html is not None and page.html["lang"] == "cy"
    assert page.select("main [lang]") == [] and english_on(page) == []
    english = BeautifulSoup(reader.get(f"/{address}").content, "html.parser")
    assert english.html is not None and english.html["lang"] == "en-GB"


@pytest.mark.parametrize("address", ["circulation", "circulation/link", "tell-us/"])
def test_what_is_wrong_with_a_form_is_said_in_welsh(reader: Client, address: str) -> None:
    answer = reader.post(f"/cy/{address}", {"answer": "yes"})
    page = BeautifulSoup(answer.content, "html.parser")
    assert answer.status_code == 422 and page.title is not None and page.title.get_text().startswith("Gwall: ")
    assert page.select(".govuk-error-summary") and english_on(page) == []


def english_on(page: BeautifulSoup) -> list[str]:
    """Return the sentences of a page that are English and do not say so."""
    for apart in page.select("script, header, [lang=en-GB]"):
        apart.extract()
    texts = [str(text) for text in page.find_all(string=True)]
    texts += [str(tag.get(name, "")) for tag in page.find_all(True) for name in ("aria-label", "title", "data-i18n")]
    return [text for text in texts if ENGLISH.search(text)]


def test_dates_months_and_counts_are_in_welsh(reader: Client) -> None:
    welsh = in_welsh(under(home(), news("Neglect")), "Esgeulustod", "esgeulustod")
    type(welsh).objects.filter(pk=welsh.pk).update(first_published_at="2019-12-02T09:00:00Z")
    assert "2 Rhagfyr 2019" in reader.get("/cy/").content.decode()
    with override("cy"):
        assert say("{n} of {of}", n=4, of=8) == "4 o 8"


def test_mail_and_paper_of_a_welsh_issue_are_in_welsh(tmp_path: Path) -> None:
    issue = in_welsh(under(home(), IssuePage(title="Winter", season="Winter", summary="Short")), "Gaeaf", "gaeaf")
    under(issue, news("Esgeulustod"))
    form = issue_mail(issue)
    assert "Darllenwch hwn ar y wefan" in form.html and "Yn y rhifyn hwn" in form.text
    assert "Poeni am blentyn?" in form.html and "Poeni am blentyn?" in form.text
    assert "In this issue" not in form.html + form.text and "Worried" not in form.html + form.text
    paper = issue_paper(issue)
    assert read_claims(paper).language == "cy-GB"
    words = " ".join(words_by_page(paper, tmp_path))
    assert "Yn y rhifyn hwn" in words and "tudalen 1" in words and "Poeni am blentyn?" in words


def test_a_link_that_was_mailed_leads_on_in_the_language_of_the_page(reader: Client) -> None:
    reader.post("/cy/circulation", {"address": "sam@example.org", "topics": "news", "frequency": "weekly"})
    from kith.publishing.models import SiteMail

    mail = SiteMail.objects.get(address="sam@example.org")
    link = re.search(r"http://localhost:8001(/circulation/agree/\S+)", mail.text)
    assert link is not None, "mails are in one language, and so is what they lead to"
    agreed = reader.post(f"/cy{link[1]}").content.decode()
    assert "Rydych ar y rhestr" in agreed and 'href="/cy/circulation/choices/' in agreed
    assert reader.get(re.findall(r'href="(/cy/circulation/choices/[^"]+)"', agreed)[0]).status_code == 200


def test_an_error_on_a_welsh_address_is_in_welsh(reader: Client) -> None:
    page = reader.get("/cy/dim-byd/").content.decode()
    assert '<html lang="cy"' in page and "Nid yw’r dudalen hon yma" in page
    assert "This page is not here" in reader.get("/nothing/").content.decode()


def test_a_word_that_a_language_lacks_is_english_and_says_so() -> None:
    with override("cy"):
        assert mark("Nobody has said this in Welsh <yet>") == (
            '<span lang="en-GB">Nobody has said this in Welsh &lt;yet&gt;</span>'
        )
        assert say("Nobody has said this in Welsh") == "Nobody has said this in Welsh"
        assert mark("{n} of {of}", n="<4>", of=8) == "&lt;4&gt; o 8"
    assert mark("Menu") == "Menu"
    assert has_words("cy") and not has_words("pl")


def test_an_installation_says_its_own_front_door_in_welsh(reader: Client) -> None:
    with override_settings(KITH_FRONT_DOORS={"cy": "Ffoniwch 01632 960 999."}):
        assert "Ffoniwch 01632 960 999." in reader.get("/cy/search").content.decode()
        assert "01632 960 999" not in reader.get("/search").content.decode()


def said_in_templates() -> set[str]:
    found = chain(SOURCES.glob("publishing/templates/**/*.*"), SOURCES.glob("shell/templates/**/*.html"))
    calls = re.compile(r'\{% say(?:_plainly)? "([^"]*)"')
    return {words for file in found for words in calls.findall(file.read_text(encoding="utf-8"))}


def said_in_code() -> set[str]:
    found = set()
    for file in chain(SOURCES.glob("publishing/**/*.py"), SOURCES.glob("shell/**/*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            named = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id
            if named in ("say", "mark", "word", "plain_word") and isinstance(node.args[0], ast.Constant):  # type: ignore[attr-defined]  # it is a call
                found.add(str(node.args[0].value))  # type: ignore[attr-defined]  # as above
    return found


# Words that are said by a name: tables of the vocabulary, and what is said where a table of calls is made.
TABLES: tuple[Any, ...] = (
    circulation.TOPIC_NAMES,
    circulation.FREQUENCY_NAMES,
    contacts.CONTACT_KINDS,
    feedback.WRITERS,
    feedback.MATTERS,
    feedback.DANGERS,
    feedback.AGES,
    kinds.BRIEFING_NAMES,
    kinds.REVIEW_NAMES,
    kinds.LISTED_EMPTY,
    KITH_WORRIED,
)
BY_NAME = {
    "Accessibility statement",
    "Privacy",
    "Circulation list",
    "Tell us",
    "You have %{count} characters remaining",
    "You have %{count} characters too many",
    "Say how it is safe to reach you, or choose that you would not like an answer",
    "That is no e-mail address, so no mail was posted. Write one, such as name@example.org.",
    "Very many people are signing up just now, so yours was not taken. Try again in an hour.",
}


def test_every_word_has_its_welsh_and_none_is_left_over() -> None:
    asked = said_in_templates() | said_in_code() | BY_NAME | {word for table in TABLES for word in table.values()}
    known = set(words_in(WELSH.read_text(encoding="utf-8"))) - {""}
    assert asked - known == set(), "lacking"
    assert known - asked == set(), "said nowhere"


def test_a_translation_keeps_the_parts_that_are_filled_in() -> None:
    parts = re.compile(r"%?\{\w+\}")
    words = words_in(WELSH.read_text(encoding="utf-8"))
    assert [
        english for english, said in words.items() if sorted(parts.findall(english)) != sorted(parts.findall(said))
    ] == []


def test_the_compiled_catalogues_are_those_of_the_words() -> None:
    for source in catalogues():
        words = words_in(source.read_text(encoding="utf-8"))
        made = compiled(words)
        assert source.with_suffix(".mo").read_bytes() == made, "run linters/compile_words.py"
        read = gettext.GNUTranslations(BytesIO(made))
        assert {english: read.gettext(english) for english in words if english} == {
            english: said for english, said in words.items() if english
        }


@pytest.mark.parametrize("bad", ['msgid "a"\nmsgstr ""', 'msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"', "nonsense"])
def test_a_catalogue_with_a_fault_is_refused(bad: str) -> None:
    with pytest.raises(WordsError):
        words_in(bad)


def test_every_language_that_pages_may_have_is_offered() -> None:
    assert [code for code, _ in settings.LANGUAGES] == ["en-gb", "cy"]


def test_a_language_without_words_of_ours_has_english_around_its_pages_that_says_so() -> None:
    with override("pl"):
        assert around_error()["own_language"] == "en-GB"
        assert page_language() == "en-GB" and page_language(home()) == "pl"
    with override("cy"):
        assert around_error()["own_language"] == ""
