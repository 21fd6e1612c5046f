"""The styles in which case notes are written: how sentences are laid out, and what case, paste and keyboard do to them.

Frozen with the notes: see `written_notes`.
"""

import random
import unicodedata
from collections.abc import Callable

from benchmarks.blind_styles import BLIND


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
    **BLIND,
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
