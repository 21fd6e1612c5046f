"""The styles in which case notes are written: how sentences are laid out, and what case, paste and keyboard do to them.

Frozen with the notes: see `written_notes`.
"""

import random
import unicodedata
from collections.abc import Callable


def _narrative(chosen: list[str]) -> list[str]:
    return [*(f"{sentence} " for sentence in chosen[:-1]), chosen[-1]]


def _bullets(chosen: list[str]) -> list[str]:
    return [f"- {sentence}\n" for sentence in chosen]


def _pasted(chosen: list[str]) -> list[str]:
    head = ["From: {worker.full} <{email}>\n", "Sent: {date}\n", "Subject: {child.initials}\n\n", "Hi {third},\n\n"]
    return [*head, *(f"> {sentence}\n" for sentence in chosen), "\nThanks,\n{worker}\n"]


def _table(chosen: list[str]) -> list[str]:
    rows = [f"| {{date}} | {{worker}} | {sentence} |\n" for sentence in chosen]
    return ["| Date | Worker | What happened |\n", "|---|---|---|\n", *rows]


def _minutes(chosen: list[str]) -> list[str]:
    return ["Present: {worker.full}, {teacher}, {third.full}.\n", *(f"{{worker.initials}}: {one}\n" for one in chosen)]


def _log(chosen: list[str]) -> list[str]:
    return ["Log {ref}\n", *(f"{{date}} - {sentence}\n" for sentence in chosen)]


def _text_message(chosen: list[str]) -> list[str]:
    return [f"{sentence.rstrip('.')}\n" for sentence in chosen]


def as_written(written: str, _: random.Random) -> str:
    """Return a piece as it is."""
    return written


def _lower(written: str, _: random.Random) -> str:
    return written.lower()


def _upper(written: str, _: random.Random) -> str:
    return written.upper()


def _hidden(written: str, chance: random.Random) -> str:
    """Return a piece with invisible characters between its letters, as pasted text has them."""
    return "".join(mark + (chance.choice("\u200b\u00ad\u2060") if chance.random() < 0.2 else "") for mark in written)


def _alike(written: str, chance: random.Random) -> str:
    """Return a piece in which some letters are of another script and look the same."""
    alike = str.maketrans("aeopcxAEOPCX", "аеорсхАЕОРСХ")
    return "".join(mark.translate(alike) if chance.random() < 0.5 else mark for mark in written)


def _letter(chosen: list[str]) -> list[str]:
    return [
        "Dear {mother.title},\n\nRe: {child.full}\n\n",
        *(f"{one} " for one in chosen),
        "\n\nYours, {worker.full}\n",
    ]


def _form(chosen: list[str]) -> list[str]:
    head = ["Name: {child.full}\n", "DOB: {dob}\n", "Address: {home}\n", "School: {school}\n"]
    return [*head, *(f"Detail: {one}\n" for one in chosen)]


def _chat(chosen: list[str]) -> list[str]:
    speakers = ("{third}", "{worker}")
    return [f"{speakers[place % 2]}: {one}\n" for place, one in enumerate(chosen)]


def _dictated(chosen: list[str]) -> list[str]:
    return [f"{one.rstrip('.')} " for one in chosen]


def _wrapped(chosen: list[str]) -> list[str]:
    """Lay sentences out in short lines, as old mail does, so that lines break inside sentences."""
    return [f"{one} ".replace(" and ", "\n> and ").replace(" at ", "\n> at ") for one in chosen]


def _numbered(chosen: list[str]) -> list[str]:
    return [f"{place}) {one}\n" for place, one in enumerate(chosen, start=1)]


def _handover(chosen: list[str]) -> list[str]:
    heads = ("SITUATION", "BACKGROUND", "ASSESSMENT", "RECOMMENDATION")
    return [f"{heads[place % 4]}: {one}\n" for place, one in enumerate(chosen)]


def _ticket(chosen: list[str]) -> list[str]:
    head = ["[case {ref}] opened={date}; owner={worker}; subject={child.full}\n"]
    return [*head, *(f"note: {one}\n" for one in chosen)]


def _speech(chosen: list[str]) -> list[str]:
    return [f"“{one}” " for one in chosen]


def _telegram(chosen: list[str]) -> list[str]:
    return [f"{one.rstrip('.').replace(' the ', ' ').replace(' a ', ' ')}. " for one in chosen]


def _slashes(chosen: list[str]) -> list[str]:
    return [f"{one.rstrip('.')} / " for one in chosen]


def _web_form(chosen: list[str]) -> list[str]:
    return [f"<p>{one}</p>\n<br/>&nbsp;" for one in chosen]


def _spreadsheet(chosen: list[str]) -> list[str]:
    return ["date,what,who\n", *(f'{{date}},"{one}",{{worker.initials}}\n' for one in chosen)]


def _diary(chosen: list[str]) -> list[str]:
    days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
    return [f"{days[place % 5]}. {one}\n\n" for place, one in enumerate(chosen)]


def _markdown(chosen: list[str]) -> list[str]:
    return ["## Visit\n\n", *(f"- [ ] **{one}**\n" for one in chosen)]


def _answers(chosen: list[str]) -> list[str]:
    asked = ("What happened?", "Who was there?", "What next?")
    return [f"{asked[place % 3]} {one}\n" for place, one in enumerate(chosen)]


def _spaced(chosen: list[str]) -> list[str]:
    return [one.replace(" and ", "  and   ").replace(", ", " , ") + "   " for one in chosen]


def _reply(chosen: list[str]) -> list[str]:
    return ["On {date}, {worker.full} wrote:\n", *(f">> {one}\n" for one in chosen), "\nRegards\n{third.full}\n"]


def _brackets(chosen: list[str]) -> list[str]:
    return [f"({one.rstrip('.')}) " for one in chosen]


def _semicolons(chosen: list[str]) -> list[str]:
    return [f"{one.rstrip('.')}; " for one in chosen]


def _breathless(chosen: list[str]) -> list[str]:
    return [f"{one.rstrip('.')} and then " for one in chosen]


def _stars(chosen: list[str]) -> list[str]:
    return [f"*** {one}\n" for one in chosen]


def _times(chosen: list[str]) -> list[str]:
    return [f"09:{place}5hrs {one}\n" for place, one in enumerate(chosen)]


def _headed(chosen: list[str]) -> list[str]:
    heads = ("What is working well", "What are we worried about", "What needs to happen")
    return [f"{heads[place % 3]}\n{one}\n\n" for place, one in enumerate(chosen)]


def _columns(chosen: list[str]) -> list[str]:
    return ["When\tWho\tWhat\n", *(f"{{date}}\t{{teacher}}\t{one}\n" for one in chosen)]


def _dashes(chosen: list[str]) -> list[str]:
    return [f"{one.rstrip('.')} -- " for one in chosen]


def _handwritten(chosen: list[str]) -> list[str]:
    return [f"{one.rstrip('.').replace(' and ', ' + ').replace(' with ', ' w/ ')}\n" for one in chosen]


def _dictaphone(chosen: list[str]) -> list[str]:
    return [f"{one.rstrip('.')} full stop " for one in chosen]


def _case_note(chosen: list[str]) -> list[str]:
    head = ["Case note\nSubject: {child.full}\nContact type: Home visit\n", "Author: {worker.full}\nDate: {date}\n\n"]
    return [*head, *(f"{one}\n\n" for one in chosen), "Signed off {worker.initials}\n"]


def _chronology(chosen: list[str]) -> list[str]:
    sources = ("Case file", "Police", "School", "Health")
    return [
        f"Date: {{date}}\nSource: {sources[place % 4]}\nEvent: {one}\nImpact on child: see analysis\n\n"
        for place, one in enumerate(chosen)
    ]


def _message_slip(chosen: list[str]) -> list[str]:
    head = ["TELEPHONE MESSAGE\n", "For: {worker}\n", "From: {mother.title}\n", "Tel: {phone}\n", "Message:\n"]
    return [*head, *(f"{one} " for one in chosen), "\nPlease call back   Urgent: Y / N\n"]


def _police_report(chosen: list[str]) -> list[str]:
    head = ["OCCURRENCE {ref}\n", "OIC: {officer}\n", "Subject: {child.last_first} ({dob})\n", "Circs: "]
    return [*head, *(f"{one} " for one in chosen), "\nRisk: MEDIUM\n"]


def _clauses(chosen: list[str]) -> list[str]:
    return ["1. Updates since last meeting\n", *(f"1.{place} {one}\n" for place, one in enumerate(chosen, start=1))]


def _phone_export(chosen: list[str]) -> list[str]:
    speakers = ("{mother}", "{worker}")
    return [f"[{{date}}, 1{place}:4{place}] {speakers[place % 2]}: {one}\n" for place, one in enumerate(chosen)]


def _paragraphs(chosen: list[str]) -> list[str]:
    """Lay sentences out in indented paragraphs of two, with the line ends of another system."""
    pairs = [chosen[place : place + 2] for place in range(0, len(chosen), 2)]
    return ["    " + " ".join(pair) + "\r\n\r\n" for pair in pairs]


def _commas(chosen: list[str]) -> list[str]:
    return [*(f"{one.rstrip('.')}, " for one in chosen[:-1]), chosen[-1]]


def _incident(chosen: list[str]) -> list[str]:
    head = ["INCIDENT FORM - Name of child: {child.full}  Reported by: {teacher}  When: {date}\n"]
    return [*head, *(f"{one}\n" for one in chosen)]


def _school_entry(chosen: list[str]) -> list[str]:
    head = ["Student: {child.full} (UPN {upn})\n", "Category: Cause for Concern > Home Issues\n", "Incident: "]
    return [*head, f"{chosen[0]}\n", *(f"Action: {one} [{{teacher}}, {{date}}]\n" for one in chosen[1:])]


def _actions(chosen: list[str]) -> list[str]:
    return [f"{one} ACTION: {{worker.initials}} by {{date}}\n" for one in chosen]


def _lettered(chosen: list[str]) -> list[str]:
    return [f"{'abcdefgh'[place]}. {one}\n" for place, one in enumerate(chosen)]


def _family(chosen: list[str]) -> list[str]:
    head = [
        "Family composition\n",
        "Child - {child.full}, {dob}\n",
        "Mother - {mother.full}\n",
        "Father - {father.full}\n",
        "Sibling - {sibling.full}\n\n",
        "Summary\n",
    ]
    return [*head, *(f"{one} " for one in chosen)]


def _consultation(chosen: list[str]) -> list[str]:
    heads = ("Hx", "O/E", "Imp", "Plan")
    head = ["Pt: {child.full} {dob} NHS {nhs}\n"]
    return [*head, *(f"{heads[place % 4]} - {one}\n" for place, one in enumerate(chosen))]


def _transcript(chosen: list[str]) -> list[str]:
    speakers = ("{worker.full}", "{teacher}", "{mother.full}")
    return [f"{speakers[place % 3]}   {place}:1{place}\n{one}\n\n" for place, one in enumerate(chosen)]


def _views(chosen: list[str]) -> list[str]:
    heads = ("Views of {child}", "Views of {mother}", "Views of school ({teacher})", "Social worker's view")
    return [f"{heads[place % 4]}: {one}\n\n" for place, one in enumerate(chosen)]


def _dots(chosen: list[str]) -> list[str]:
    return [f"{one.rstrip('.')}... " for one in chosen]


def _missing_report(chosen: list[str]) -> list[str]:
    head = ["Missing person report {ref}\n", "Name {child.last_first}  Born {dob}\n"]
    head += ["Informant {mother.full} {phone}\n"]
    return [*head, *(f"{one}\n" for one in chosen)]


def _headline(written: str, _: random.Random) -> str:
    """Return a piece with a capital at each word, as a heading is typed."""
    return " ".join(word[:1].upper() + word[1:] for word in written.split(" "))


def _without_accents(written: str, _: random.Random) -> str:
    spread = unicodedata.normalize("NFKD", written)
    return "".join(mark for mark in spread if not unicodedata.combining(mark))


Style = Callable[[list[str]], list[str]]
STYLES: dict[str, dict[str, Style]] = {
    "tuning": {"narrative": _narrative, "bullets": _bullets, "small letters": _narrative, "minutes": _minutes,
               "invisible": _narrative},
    "unseen": {"plain": _narrative, "pasted e-mail": _pasted, "table": _table, "log": _log, "message": _text_message,
               "capitals": _log, "small message": _text_message, "look-alikes": _narrative},
    "fresh": {"letter": _letter, "form": _form, "chat": _chat, "dictated": _dictated, "wrapped": _wrapped,
              "without accents": _narrative, "form in capitals": _form, "small chat": _chat},
    "last": {"numbered": _numbered, "handover": _handover, "ticket": _ticket, "speech": _speech,
             "small telegram": _telegram, "slashes": _slashes, "web form": _web_form, "spreadsheet": _spreadsheet,
             "headline": _numbered},
    "final": {"diary": _diary, "markdown": _markdown, "answers": _answers, "spaced": _spaced, "reply": _reply,
              "brackets": _brackets, "semicolons": _semicolons, "small breathless": _breathless,
              "diary in capitals": _diary},
    "after": {"stars": _stars, "times": _times, "headed": _headed, "columns": _columns, "dashes": _dashes,
              "handwritten": _handwritten, "small dictaphone": _dictaphone, "look-alike columns": _columns,
              "headed in capitals": _headed},
    "blind": {"case note": _case_note, "chronology": _chronology, "message slip": _message_slip,
              "police report": _police_report, "clauses": _clauses, "phone export": _phone_export,
              "paragraphs": _paragraphs, "small commas": _commas, "incident in capitals": _incident},
    "blind two": {"school entry": _school_entry, "actions": _actions, "lettered": _lettered, "family": _family,
                  "consultation": _consultation, "transcript": _transcript, "views": _views, "small dots": _dots,
                  "missing report in capitals": _missing_report},
}  # fmt: skip
CASES = {
    "dictated": _lower,
    "without accents": _without_accents,
    "form in capitals": _upper,
    "small chat": _lower,
    "small letters": _lower,
    "small telegram": _lower,
    "small commas": _lower,
    "incident in capitals": _upper,
    "small dots": _lower,
    "missing report in capitals": _upper,
    "small dictaphone": _lower,
    "headed in capitals": _upper,
    "look-alike columns": _alike,
    "small breathless": _lower,
    "diary in capitals": _upper,
    "headline": _headline,
    "small message": _lower,
    "capitals": _upper,
    "invisible": _hidden,
    "look-alikes": _alike,
}
NAMES_ONLY = {"invisible", "look-alikes", "look-alike columns", "without accents"}
