"""The shell's own pages: what they say, and that nothing in them breaks the content security policy."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from django.template.loader import get_template, render_to_string
from django.test import override_settings
from django.urls import reverse

from kith.shell import views
from tests.shell.drawing import problems_with_policy, request_for, soup

PAGES = [views.gallery, views.accessibility, views.privacy]
ERRORS = ["400", "403", "403_csrf", "404", "500", "503"]
VIEWER = SimpleNamespace(name="Robin Vale", agency_name="Larkshire Council", roles=frozenset({"practitioner"}))


@pytest.mark.parametrize("view", PAGES)
@pytest.mark.parametrize("viewer", [None, VIEWER])
def test_page_keeps_to_the_policy_and_has_one_heading(view, viewer) -> None:
    html = view(request_for(viewer=viewer)).content.decode()
    page = soup(html)
    assert problems_with_policy(html) == []
    assert len(page.find_all("h1")) == 1
    assert page.html is not None and page.html["lang"] == "en-GB"
    assert len(page.find_all("main")) == 1


def test_policy_check_sees_what_it_should_see() -> None:
    bad = '<p style="x" onclick="y"><script>1</script><img src="data:image/png,"><a href="//example.org">'
    assert len(problems_with_policy(bad)) == 5


@pytest.mark.parametrize("name", ERRORS)
def test_error_page_is_drawn_without_any_context(name: str) -> None:
    page = soup(get_template(f"{name}.html").render())
    assert len(page.find_all("h1")) == 1
    assert page.main is not None and len(page.main.find_all("p")) >= 3
    assert page.find("script") is None


def test_refusal_shows_its_reason_escaped() -> None:
    html = render_to_string("403.html", {"because": "Your role <b> does not open this page."}, request=request_for())
    assert "Your role &lt;b&gt; does not open this page." in html


def test_time_out_warning_is_there_only_for_somebody_signed_in() -> None:
    assert soup(views.privacy(request_for()).content.decode()).find("dialog") is None
    dialog = soup(views.privacy(request_for(viewer=VIEWER)).content.decode()).find("dialog")
    assert dialog is not None
    assert dialog["data-stay"] == reverse("shell:stay")
    assert dialog["data-idle"] == "900"


def test_paper_says_who_printed() -> None:
    page = soup(views.privacy(request_for(viewer=VIEWER)).content.decode())
    line = page.find(class_="kith-paper-only")
    assert line is not None and "Printed by Robin Vale, Larkshire Council" in line.get_text()


@pytest.mark.parametrize(("on", "shown"), [(True, True), (False, False)])
def test_demo_is_marked_as_synthetic(on: bool, shown: bool) -> None:
    with override_settings(KITH_DEMO=on):
        html = views.privacy(request_for()).content.decode()
    assert ("synthetic data" in html) is shown


def test_navigation_shows_what_the_roles_open() -> None:
    entries = [("Priority list", "/list", ["panel_chair"]), ("My work", "/work/", [])]
    with override_settings(KITH_NAVIGATION=entries):
        page = soup(views.privacy(request_for("/work/today", viewer=VIEWER)).content.decode())
    links = page.select(".govuk-service-navigation__link")
    assert [link.get_text() for link in links] == ["My work"]
    assert links[0]["aria-current"] == "true"


def test_theme_is_a_stylesheet_of_the_brand() -> None:
    with override_settings(KITH_BRAND={"brand": "#4c2c92"}):
        answer = views.theme(request_for("/theme.css"))
    assert answer["Content-Type"] == "text/css"
    assert answer.content.decode() == ":root {\n  --govuk-brand-colour: #4c2c92;\n}\n"


def test_every_template_is_short_enough_to_read() -> None:
    folder = Path(views.__file__).parent / "templates"
    lengths = {path.name: len(path.read_text().splitlines()) for path in folder.rglob("*.html")}
    assert {name: length for name, length in lengths.items() if length > 120} == {}
