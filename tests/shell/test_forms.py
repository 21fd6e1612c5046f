"""Any Django form, drawn with the components and wired for screen readers."""

from datetime import date

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from kith.shell.forms import DayField, DayWidget
from tests.shell.drawing import drawn, soup


class Visit(forms.Form):
    """One field of every kind."""

    name = forms.CharField(label="Setting", help_text="As the agency writes it", max_length=60)
    nhs = forms.CharField(label="NHS number", required=False)
    when = DayField(label="Date of the visit")
    seen = forms.ChoiceField(
        label="Was the child seen?", choices=[("yes", "Yes"), ("no", "No")], widget=forms.RadioSelect
    )
    who = forms.MultipleChoiceField(
        choices=[("a", "A"), ("b", "B")], widget=forms.CheckboxSelectMultiple, required=False
    )
    agency = forms.ChoiceField(choices=[("police", "Police"), ("school", "School")])
    said = forms.CharField(widget=forms.Textarea, max_length=500)
    file = forms.FileField(required=False)
    secret = forms.CharField(widget=forms.PasswordInput)
    agreed = forms.BooleanField(label="The parent agreed")
    token = forms.CharField(widget=forms.HiddenInput)


GOOD = {
    "name": "School", "when-day": "29", "when-month": "2", "when-year": "2024", "seen": "yes", "who": ["a"],
    "agency": "school", "said": "Line", "secret": "x", "agreed": "on", "token": "t",
}  # fmt: skip


def test_fields_are_drawn_by_the_component_that_fits() -> None:
    page = soup(str(Visit()))
    assert page.find("input", {"id": "id_name", "class": "govuk-input"}) is not None
    assert len(page.select("fieldset .govuk-date-input__input")) == 3
    assert len(page.select("fieldset .govuk-radios__input")) == 2
    assert len(page.select("fieldset .govuk-checkboxes__input")) == 2
    assert len(page.select("select#id_agency option")) == 2
    assert page.select_one("div.govuk-character-count textarea#id_said") is not None
    assert page.select_one("input[type=file]#id_file") is not None
    assert page.select_one("div.govuk-password-input input#id_secret") is not None
    assert page.select_one("input[type=hidden][name=token]") is not None
    assert page.select_one("#id_agreed.govuk-checkboxes__input") is not None


def test_every_field_has_a_label_or_stands_in_a_fieldset_with_a_legend() -> None:
    page = soup(str(Visit()))
    labelled = {str(label["for"]) for label in page.select("label[for]")}
    shown = {str(field["id"]) for field in page.select("input:not([type=hidden]), select, textarea")}
    assert shown == labelled
    assert [legend.get_text() for legend in page.select("legend")][:2] == ["Date of the visit", "Was the child seen?"]


def test_hint_and_error_describe_their_field_and_exist() -> None:
    page = soup(str(Visit(data={})))
    for described in page.select("[aria-describedby]"):
        for identity in str(described["aria-describedby"]).split():
            assert page.find(id=identity) is not None, identity
    field = page.find(id="id_name")
    assert field is not None and field["aria-describedby"] == "id_name-hint id_name-error"


def test_each_error_of_the_summary_leads_to_a_field_that_is_there() -> None:
    page = soup(str(Visit(data={})))
    targets = [str(link["href"])[1:] for link in page.select(".govuk-error-summary a")]
    assert targets == [
        "id_name",
        "id_when-day",
        "id_seen",
        "id_agency",
        "id_said",
        "id_secret",
        "id_agreed",
        "id_token",
    ]
    assert [target for target in targets if page.find(id=target) is None] == []


def test_errors_say_what_to_do() -> None:
    texts = [link.get_text() for link in soup(str(Visit(data={"agency": "no"}))).select(".govuk-error-summary a")]
    assert texts[:4] == [
        "Enter setting",
        "Enter date of the visit",
        "Answer “Was the child seen?”",
        "Choose one of the answers that are offered",
    ]
    assert "Tick “The parent agreed”" in texts


def test_words_of_the_form_itself_are_kept() -> None:
    class Own(forms.Form):
        name = forms.CharField(error_messages={"required": "Say which school it was"})

    assert "Say which school it was" in str(Own(data={}))


def test_what_was_typed_is_shown_again() -> None:
    page = soup(str(Visit(data=GOOD)))
    assert [box["value"] for box in page.select(".govuk-date-input__input")] == ["29", "2", "2024"]
    assert [choice["value"] for choice in page.select("[checked]")] == ["yes", "a", "on"]
    assert [option["value"] for option in page.select("option[selected]")] == ["school"]
    secret = page.find(id="id_secret")
    assert secret is not None and "value" not in secret.attrs


def test_optional_fields_say_so_and_browser_checks_stay_away() -> None:
    page = soup(str(Visit()))
    label = page.find("label", {"for": "id_nhs"})
    assert label is not None and label.get_text() == "NHS number (optional)"
    assert page.select("[required]") == []


def test_tag_draws_one_field_with_the_options_of_the_page() -> None:
    html = drawn(
        "{% load shell %}{% form_field f.name label='School' hint=None classes='govuk-input--width-20' %}", f=Visit()
    )
    field = soup(html).find(id="id_name")
    assert field is not None and field["class"] == ["govuk-input", "govuk-input--width-20"]
    assert "aria-describedby" not in field.attrs
    assert "School" in html and "As the agency" not in html


def test_no_summary_without_errors() -> None:
    assert drawn("{% load shell %}{% error_summary_of f %}", f=Visit()) == ""
    assert "There is a problem" in drawn("{% load shell %}{% error_summary_of f %}", f=Visit(data={}))


def test_input_is_escaped() -> None:
    html = str(Visit(data={"name": '"><script>x</script>', "said": "</textarea><script>"}))
    assert soup(html).find("script") is None


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1)))
def test_day_field_reads_back_every_day_that_it_shows(day: date) -> None:
    field, widget = DayField(), DayWidget()
    boxes = widget.format_value(day)
    typed = widget.value_from_datadict({f"d-{part}": text for part, text in boxes.items()}, {}, "d")
    assert field.clean(typed) == day
    assert not field.has_changed(day, typed)


@pytest.mark.parametrize(
    ("day", "month", "year", "message"),
    [
        ("31", "2", "2024", "The day must be a real date"),
        ("29", "2", "2023", "The day must be a real date"),
        ("1", "1", "99999", "The day must be a real date"),
        ("one", "1", "2024", "The day must be a real date"),
        ("-1", "1", "2024", "The day must be a real date"),
        ("1", "", "2024", "The day must include a month"),
        ("", "1", "", "The day must include a day and a year"),
    ],
)
def test_day_field_says_what_is_wrong(day: str, month: str, year: str, message: str) -> None:
    class One(forms.Form):
        d = DayField(label="The day")

    form = One(data={"d-day": day, "d-month": month, "d-year": year})
    assert form.errors["d"] == [message]
    assert message in str(form)
