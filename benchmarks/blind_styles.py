"""The styles of the two blind sides of case notes, written by somebody who knew no rule. Frozen with the notes."""

from collections.abc import Callable

Style = Callable[[list[str]], list[str]]


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


BLIND: dict[str, dict[str, Style]] = {
    "blind": {
        "case note": _case_note,
        "chronology": _chronology,
        "message slip": _message_slip,
        "police report": _police_report,
        "clauses": _clauses,
        "phone export": _phone_export,
        "paragraphs": _paragraphs,
        "small commas": _commas,
        "incident in capitals": _incident,
    },
    "blind two": {
        "school entry": _school_entry,
        "actions": _actions,
        "lettered": _lettered,
        "family": _family,
        "consultation": _consultation,
        "transcript": _transcript,
        "views": _views,
        "small dots": _dots,
        "missing report in capitals": _missing_report,
    },
}
