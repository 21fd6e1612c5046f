"""Which words of a text may be names: by case, by place in the sentence and by the company they keep."""

import re
from collections.abc import Iterator

from kith.common.disclosure.company import Company
from kith.common.disclosure.vocabulary import SuspectKind

Piece = tuple[int, int, SuspectKind]
_SHORTHAND = re.compile(
    r"\b(?:A&E|T/C|[wW]/[cCeE]|[nN]/[aA]|c/o|o/s|y/o|H/V|S/W|F/T|P/T|H/T|R/V|D/V|O/D|[eE]-(?=(?:mail|bike|scooter|vape)))"
)
_CONTRACTED = re.compile(
    r"(?:i|he|she|they|we|it|you|who|that|there|what|where|how)'(?:ll|ve|re|d|m)"
    r"|(?:do|is|was|did|does|has|had|could|would|should|wo|ca|are|were|have|ai|must|need|might|sha)n't"
)


# Tags and characters of a page that was pasted, as long as they hold nothing of the writer's own.
_MARKUP = re.compile(
    r"</?(?:p|br|div|span|b|i|u|em|strong|ul|ol|li|table|tbody|thead|tr|td|th|hr|font)\s{0,3}/?>"
    r"|&(?:nbsp|amp|quot|lt|gt|apos|rsquo|lsquo|ndash|hellip);",
    re.IGNORECASE,
)


def named(company: Company) -> Iterator[Piece]:
    """Give every word that may be a name or that no list knows; digits are left to the shapes."""
    words = company.words
    shorthand = {match.start() for match in _SHORTHAND.finditer(company.plain)}
    shorthand |= {start + 2 for start in shorthand}
    for match in _MARKUP.finditer(company.plain):
        shorthand.update(range(*match.span()))
    flagged = set()
    for place, word in enumerate(words):
        kind = None if word.start in shorthand else _kind(company, place)
        if kind is not None:
            flagged.add(place)
            yield word.start, word.end, kind
    yield from _called(company, flagged)
    yield from _beside(company, flagged)
    for place in sorted(flagged):
        yield from _leftwards(company, place)
        yield from _rightwards(company, place)
        yield from _hyphened(company, place)
    yield from _titled(company)
    yield from _bodies(company)
    yield from _somewhere(company)


def _kind(company: Company, place: int) -> SuspectKind | None:
    """Judge one word by itself and by its neighbours."""
    word, lexicon = company.words[place], company.lexicon
    if any(mark.isdigit() for mark in word.text):
        return None
    if word.foreign:
        return SuspectKind.PERSON
    if company.signs(place):
        return SuspectKind.PERSON
    if word.text in lexicon.capitals or word.fold in {"a", "i"} or _CONTRACTED.fullmatch(word.fold):
        return None
    if word.fold not in lexicon.ordinary:
        return SuspectKind.PERSON if word.text[0].isupper() else SuspectKind.WORD
    if word.text.isupper() and len(word.text) > 1:
        return _shouted(company, place)
    if word.text[0].isupper():
        return _capital(company, place)
    return SuspectKind.PERSON if company.acts_as_name(place) else None


def _shouted(company: Company, place: int) -> SuspectKind | None:
    """Judge an ordinary word in capitals: in a line of capitals it is read as if it were small."""
    word, lexicon = company.words[place], company.lexicon
    if company.loud(place):
        return SuspectKind.PERSON if company.acts_as_name(place) else None
    if len(word.text) == 2 or (len(word.text) == 3 and company.after(place) in lexicon.speaks):
        return SuspectKind.PERSON
    return SuspectKind.PERSON if word.fold in lexicon.names else None


def _capital(company: Company, place: int) -> SuspectKind | None:
    """Judge an ordinary word with a capital: in the middle of a sentence it is a name, at its head it may be."""
    word, lexicon = company.words[place], company.lexicon
    if not company.begins(place):
        return SuspectKind.DATE if word.fold in lexicon.month - lexicon.given else SuspectKind.PERSON
    if word.fold in lexicon.given:
        return None if company.asks(place) else SuspectKind.PERSON
    if word.fold.endswith("s") and not word.fold.endswith("ss") and company.after(place) in _OF_ONE:
        return SuspectKind.PERSON if company.gap(place + 1) == " " and _is_several(company, place) else None
    return SuspectKind.PERSON if company.is_surname_at_head(place) else None


def _is_several(company: Company, place: int) -> bool:
    """Test whether a word is the plural of another: what one does behind it, somebody does who is called so."""
    word, lexicon = company.words[place].fold, company.lexicon
    held = (lexicon.function, lexicon.kin, lexicon.weekday, lexicon.around)
    return word.removesuffix("s") in lexicon.ordinary and not any(word in part for part in held)


def _called(company: Company, flagged: set[int]) -> Iterator[Piece]:
    """Give the word behind "called", "known as" and their like, whatever word it is."""
    for place, word in enumerate(company.words[:-1]):
        known = word.fold == "as" and company.before(place) == "known"
        follows = company.words[place + 1]
        if not (known or word.fold in company.lexicon.naming) or company.gap(place + 1).strip(" \"'"):
            continue
        plain = follows.fold in company.lexicon.function or follows.fold in company.lexicon.kin
        if not plain and not follows.text[0].isdigit():
            flagged.add(place + 1)
            yield follows.start, follows.end, SuspectKind.PERSON


def _beside(company: Company, flagged: set[int]) -> Iterator[Piece]:
    """Give what stands beside a name where case says nothing: its second half, "great" before it, its company."""
    for place in sorted(flagged & company.caseless):
        led = company.before(place) in company.lexicon.before
        led = led or (place > 1 and company.before(place - 1) in _AT | {"the", "in"} and company.gap(place) == " ")
        beside = [place - 1] if led else []
        beside += [place - 2] if company.before(place) == "and" and place > 1 else []
        beside += [place + 2] if company.after(place) == "and" and place + 2 < len(company.words) else []
        if company.words[place].fold not in company.lexicon.ordinary and company.after(place):
            beside += [place + 1] if company.gap(place + 1) == " " else []
        for other in beside:
            if other not in flagged and company.may_be_called(other):
                flagged.add(other)
                yield company.words[other].start, company.words[other].end, SuspectKind.PERSON


def _hyphened(company: Company, place: int) -> Iterator[Piece]:
    """Give the whole of a word with hyphens of which a part is a name."""
    first = last = place
    while first and company.gap(first) == "-":
        first -= 1
    while last + 1 < len(company.words) and company.gap(last + 1) == "-":
        last += 1
    if first < last:
        yield company.words[first].start, company.words[last].end, SuspectKind.PERSON


def _leftwards(company: Company, place: int) -> Iterator[Piece]:
    """Give the title before a name, or the name-word with a capital that begins the sentence before it."""
    words, lexicon = company.words, company.lexicon
    if not place or company.gap(place).strip(" .,") or "\n" in company.gap(place):
        return
    numbered = words[place - 1].text.isdigit() and place > 1
    title = words[place - 2] if numbered else words[place - 1]
    if title.fold in lexicon.title and (numbered or "," not in company.gap(place)):
        yield title.start, words[place].end, SuspectKind.PERSON
    elif not (numbered or company.gap(place).strip()) and title.fold in lexicon.names | lexicon.before:
        capitals = {title.text[0].isupper(), words[place].text[0].isupper()}
        if capitals == {True} or (capitals == {False} and {title.fold, words[place].fold} & lexicon.given):
            yield title.start, words[place].end, SuspectKind.PERSON


def _rightwards(company: Company, place: int) -> Iterator[Piece]:
    """Give what follows a name and belongs to it: a surname that is a word, or what kind of place or body it is."""
    words, lexicon = company.words, company.lexicon
    end, kind = place, None
    while end + 1 < len(words) and company.gap(end + 1) in {" ", "-"}:
        follows = words[end + 1].fold
        if follows in lexicon.place:
            kind = SuspectKind.PLACE
        elif follows in lexicon.organisation or follows in lexicon.body:
            kind = SuspectKind.ORGANISATION
        elif not (follows == "in" and company.gap(end + 1) == "-"):  # as in a walk-in centre
            break
        end += 1
    if kind is not None:
        yield words[place].start, words[end].end, kind
    elif place + 1 < len(words):
        yield from _surname(company, place)


def _surname(company: Company, place: int) -> Iterator[Piece]:
    """Give a surname that is also a word, behind a forename or behind a word that no list knows."""
    word, surname, lexicon = company.words[place], company.words[place + 1], company.lexicon
    if surname.fold not in lexicon.names or surname.fold in lexicon.speaks or surname.fold in lexicon.function:
        return
    gap = company.gap(place + 1)
    unknown = gap == " " and word.fold not in lexicon.ordinary
    if unknown or (gap in {" ", ", "} and word.fold in lexicon.given):
        yield word.start, surname.end, SuspectKind.PERSON


def _titled(company: Company) -> Iterator[Piece]:
    """Give a title, its number and the name behind it, whatever the name is and in any case."""
    words, lexicon = company.words, company.lexicon
    for place, word in enumerate(words[:-1]):
        if word.fold not in lexicon.address or (word.fold == "miss" and company.before(place) in {"to", "will", "not"}):
            continue
        name = place + 2 if words[place + 1].text.isdigit() and place + 2 < len(words) else place + 1
        if company.gap(place + 1).strip(" .") or company.gap(name).strip(" .") or not words[name].text[0].isalpha():
            continue
        if words[name].fold in lexicon.speaks or words[name].fold in lexicon.function:
            continue
        yield word.start, words[name].end, SuspectKind.PERSON


def _bodies(company: Company) -> Iterator[Piece]:
    """Give streets, places and bodies of ordinary words: a preposition, one or two words, and what they are."""
    words, lexicon = company.words, company.lexicon
    for place, word in enumerate(words):
        street = word.fold in lexicon.place
        if place < 2 or not (street or word.fold in lexicon.organisation) or word.fold in lexicon.vague:
            continue
        start = place - 1
        while start > 0 and (words[start].fold in lexicon.body or words[start].fold in lexicon.organisation):
            start -= 1
        if not company.heads_place(start) or any(
            company.gap(step) not in {" ", "-"} for step in range(start + 1, place + 1)
        ):
            continue
        while start > place - 4 and not company.is_where(start - 1) and company.heads_place(start - 1):
            start -= 1
        article = place in company.caseless and company.is_where(start - 2) and words[start - 1].fold == "the"
        if company.is_where(start - 1) or article or (street and place in company.caseless):
            yield words[start].start, word.end, SuspectKind.PLACE if street else SuspectKind.ORGANISATION


def _somewhere(company: Company) -> Iterator[Piece]:
    """Give the bare words behind "at", "near" or "in" where case says nothing: they may name a place, or somebody."""
    for place in sorted(company.caseless):
        before, word = company.before(place), company.words[place]
        led = before in _AT | _IN or (before == "the" and place > 1 and company.words[place - 2].fold in _BY)
        if not led or company.gap(place) != " " or not word.text[0].isalpha():
            continue
        end = place
        while end < place + 2 and company.after(end) and company.gap(end + 1) == " " and _goes_on(company, end + 1):
            end += 1
        if _names_place(company, place, end, manner=before in _IN):
            yield word.start, company.words[end].end, SuspectKind.PLACE


def _names_place(company: Company, place: int, end: int, *, manner: bool) -> bool:
    """Test whether words behind a preposition can be a name; `manner` says that it is as often followed by none."""
    fold, lexicon = company.words[place].fold, company.lexicon
    ends = company.words[end].fold in lexicon.place | lexicon.organisation
    if place < end and fold in lexicon.before and not _is_plain(company, end):
        return True
    within = company.words[place:end]
    if ends and any(word.fold not in lexicon.common | lexicon.body | lexicon.function for word in within):
        return True
    if _is_plain(company, place) or (manner and fold in lexicon.manner):
        return False
    return ends or company.may_be_called(place)


def _is_plain(company: Company, place: int) -> bool:
    """Test whether a word behind a preposition names nothing."""
    fold, lexicon = company.words[place].fold, company.lexicon
    plain = (lexicon.common, lexicon.place, lexicon.organisation, lexicon.weekday, lexicon.month, lexicon.function)
    return any(fold in part for part in (*plain, lexicon.kin, lexicon.where, lexicon.owner, lexicon.around))


def _goes_on(company: Company, place: int) -> bool:
    """Test whether a word can go on the name of a place: not what joins sentences, nor what somebody does."""
    fold, lexicon = company.words[place].fold, company.lexicon
    if fold in lexicon.place or fold in lexicon.organisation:
        return True
    held = (lexicon.function, lexicon.speaks, lexicon.where, lexicon.kin, lexicon.weekday, lexicon.manner)
    return not any(fold in part for part in held) and not company.words[place].text[0].isdigit()


_AT = {"at", "near", "outside", "of", "behind", "opposite", "attends"}
_IN = {"in", "from", "by", "via", "around"}
_OF_ONE = {"was", "is", "has"}
_BY = {"near", "outside", "behind", "opposite"}
