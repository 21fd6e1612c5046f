"""What gives itself away by its shape: dates, ages, numbers, addresses on the net and on the ground."""

import re
from collections.abc import Iterator

from kith.common.disclosure.vocabulary import SuspectKind

# Every quantifier has a bound, so a hostile text is read in linear time.
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b,?[ ]{1,2})"
_YEAR = r"(?:(?:19|20)\d\d|'?\d\d)\b"
_ORDINAL = (
    r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth"
    r"|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|twenty[- ]first)"
)
_COUNT = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    r"|eighteen|nineteen|twenty|thirty|forty|fifty)"
)
_DIGIT_WORD = r"(?:zero|oh|nought|one|two|three|four|five|six|seven|eight|nine|double|treble|triple)"
_STREET = (
    r"(?:street|st|road|rd|lane|ln|avenue|ave|close|drive|way|crescent|cres|terrace|court|ct|place|pl|square|sq|gardens"
    r"|gdns|grove|hill|row|walk|rise|mews|parade|green|park|view|house|flats|estate|cottages?|lodge|heights)\b"
)

_NO_JOIN = r"(?!(?:at|in|on|of|and|with|to|from|near|by|was|is|for|or)\b)"


def _shape(kind: SuspectKind, pattern: str) -> tuple[SuspectKind, re.Pattern[str]]:
    return kind, re.compile(pattern, re.IGNORECASE)


_SHAPES = (
    _shape(SuspectKind.PERSON, r"\b(?-i:[A-Z])\.(?:\s?(?-i:[A-Z])\.){0,4}(?:\s?(?-i:[A-Z])\b)?"),
    _shape(SuspectKind.PERSON, r"\b(?!(?:e\.g|i\.e|a\.m|p\.m)\b)[a-z]\.\s?[a-z]\.(?:\s?[a-z]\.)?(?!\w)"),
    _shape(SuspectKind.CONTACT, r"[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}"),
    _shape(SuspectKind.CONTACT, r"(?:https?://|www\.)\S{1,2000}"),
    _shape(
        SuspectKind.CONTACT, r"\b[\w-]{2,63}\.(?:com|org|net|co\.uk|gov\.uk|nhs\.uk|org\.uk|sch\.uk)\b(?:/\S{0,500})?"
    ),
    _shape(SuspectKind.CONTACT, r"(?<!\w)@[\w.]{2,40}"),
    _shape(SuspectKind.CONTACT, r"(?<![\w+])(?:\+\d{1,3}|0)[\s().-]{0,2}(?:\d[\s().-]{0,2}){8,11}\d\b"),
    _shape(SuspectKind.CONTACT, rf"\b(?:{_DIGIT_WORD}[\s,-]{{1,3}}){{4,15}}{_DIGIT_WORD}\b"),
    _shape(SuspectKind.PLACE, r"\b[A-Z]{1,2}\d[A-Z\d]?[ ]{0,2}\d[A-Z]{2}\b"),
    _shape(
        SuspectKind.PLACE,
        r"(?:\b(?:flat|unit|room|plot|caravan|pitch)[ ]\w{1,5},?[ ])?"
        r"\b(?!(?:19|20)\d\d\b)\d{1,4}[a-z]?(?:\s?[-/]\s?\d{1,4}[a-z]?)?,?[ ]"
        rf"(?:(?:the|st\.?)[ ])?(?:{_NO_JOIN}[^\W\d_][\w'-]{{1,24}}[ ]){{1,3}}{_STREET}",
    ),
    _shape(SuspectKind.PLACE, r"\b(?:flat|unit|room|plot|caravan|pitch)[ ](?:no\.?[ ])?\d{1,4}[a-z]?\b"),
    _shape(
        SuspectKind.DATE,
        rf"\b{_DAY}?(?:the[ ])?\d{{1,2}}[ ]?(?:st|nd|rd|th)?[ -]{{0,2}}(?:of[ ])?{_MONTH}"
        rf"(?:,?[ -]{{1,2}}{_YEAR}|['-]?\d\d\b)?",
    ),
    _shape(SuspectKind.DATE, rf"\b{_DAY}?(?:the[ ])?{_ORDINAL}[ ](?:of[ ])?{_MONTH}(?:,?[ ]{_YEAR})?"),
    _shape(SuspectKind.DATE, rf"\b{_DAY}?{_MONTH}[ -]{{0,2}}\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?[ ]{_YEAR})?"),
    _shape(SuspectKind.DATE, rf"\b{_MONTH}[ -]?(?:of[ ])?(?:(?:19|20)\d\d|'\d\d)\b"),
    _shape(SuspectKind.DATE, r"\b(?:19|20)\d\d-\d\d-\d\d(?:T\d\d:?\d\d(?::?\d\d)?Z?)?\b"),
    _shape(SuspectKind.DATE, rf"\b{_DAY}?\d{{1,2}}\s?[/.-]\s?\d{{1,2}}\s?[/.-]\s?(?:(?:19|20)\d\d|\d\d)\b"),
    _shape(SuspectKind.DATE, rf"\b{_DAY}?\d{{1,2}}[/.]\d{{1,2}}\b(?![/.]?\d)"),
    _shape(SuspectKind.DATE, rf"\b{_DAY}(?:the[ ])?\d{{1,2}}(?:st|nd|rd|th)?\b"),
    _shape(SuspectKind.DATE, r"\b(?:the[ ])?\d{1,2}(?:st|nd|rd|th)\b(?![ -](?:birthday|year|grade|time|floor|place))"),
    _shape(SuspectKind.DATE, rf"\b(?:the[ ])?{_ORDINAL}[ ]of[ ](?:this|last|next)[ ]month\b"),
    _shape(
        SuspectKind.DATE,
        r"\b(?:(?:early|mid|late)[ -])?(?:spring|summer|autumn|winter|christmas|easter|new[ ]year|term)?[ ]?"
        r"(?:of[ ]|in[ ])?\b(?:19|20)\d\d(?:\s?[/-]\s?(?:20)?\d\d)?\b",
    ),
    _shape(SuspectKind.AGE, rf"\bage[sd]?[ ](?:of[ ])?(?:\d{{1,3}}|{_COUNT}(?:[ -]{_COUNT})?)\b"),
    _shape(
        SuspectKind.AGE,
        rf"\b(?:\d{{1,3}}|{_COUNT})(?:[ -](?:and[ ]a[ ]half[ -])?)?(?:years?|yrs?|months?|weeks?|days?)[ -]old\b",
    ),
    _shape(SuspectKind.AGE, r"\b\d{1,2}[ ]?(?:y/?o|yrs?)\b"),
    _shape(SuspectKind.AGE, r"\(\s?\d{1,2}\s?(?:m|f|y|yrs?|years?)?\s?\)"),
    _shape(
        SuspectKind.AGE, rf"(?<=\bis )(?:\d{{1,2}}|{_COUNT})(?=[ ](?:and|now|today|on|in|but|with)\b|\s?[.,;!?\n]|$)"
    ),
    _shape(
        SuspectKind.AGE, rf"\b(?:turn(?:s|ed|ing)|just|nearly|almost)[ ](?:\d{{1,2}}|{_COUNT})\b(?![ ](?:\w{{1,9}}s)\b)"
    ),
    _shape(SuspectKind.AGE, rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)|{_ORDINAL})[ ]birthday\b"),
    _shape(SuspectKind.IDENTIFIER, r"\b\d{3}[ -]\d{3}[ -]\d{4}\b"),
    _shape(SuspectKind.IDENTIFIER, r"\b[A-Z]{2}[ ]?\d{2}[ ]?\d{2}[ ]?\d{2}[ ]?[A-D]\b"),
    _shape(SuspectKind.IDENTIFIER, r"\b[A-Z]{2}\d{2}[ ]?[A-Z]{3}\b"),
    _shape(SuspectKind.IDENTIFIER, r"\b[A-Z]\d{1,3}[ ][A-Z]{3}\b"),
    _shape(SuspectKind.IDENTIFIER, r"\b\d{2,4}/\d{3,8}[A-Z]?(?:/\d{1,4})?\b"),
    _shape(SuspectKind.IDENTIFIER, r"(?<!\w)#\w{2,40}"),
    _shape(SuspectKind.IDENTIFIER, r"\b(?:\d{2,6}[ -]){2,6}\d{2,6}\b"),
    _shape(SuspectKind.IDENTIFIER, r"\b\d{5,}\b"),
)
_DIGITS = re.compile(r"[^\s|,;()\[\]\"<>]{0,60}\d[^\s|,;()\[\]\"<>]{0,200}")
_TAIL = ".,;:!?'-/"


def shaped(plain: str) -> Iterator[tuple[int, int, SuspectKind]]:
    """Give every piece whose shape gives it away; pieces may overlap. Any digit at all is in one of them."""
    for kind, pattern in _SHAPES:
        for match in pattern.finditer(plain):
            yield match.start(), match.end(), kind
    for match in _DIGITS.finditer(plain):
        end = match.end() - (len(match[0]) - len(match[0].rstrip(_TAIL)))
        letters = any(mark.isalpha() for mark in match[0].rstrip(_TAIL).removesuffix("am").removesuffix("pm"))
        yield match.start(), end, SuspectKind.IDENTIFIER if letters else SuspectKind.NUMBER
