"""What each level of each comparison is called, best agreement first: plain words that the web may load."""

SUBJECTS = {
    "forename": "Forename",
    "middle": "Middle name",
    "surname": "Surname",
    "dob": "Date of birth",
    "sex": "Sex",
    "place": "Address",
    "nhs_number": "NHS number",
    "upn": "Unique pupil number",
    "other_id": "Agency number",
    "phone": "Phone",
    "email": "Email",
}


def _number(what: str) -> tuple[str, ...]:
    return (f"The same {what}", f"Nearly the same {what}", f"A different {what}")


LEVELS: dict[str, tuple[str, ...]] = {
    "forename": (
        "The same forename",
        "Two forms of one forename",
        "Forename and surname swapped",
        "One's forename is the other's surname",
        "Nearly the same forename",
        "One's forename is the other's middle name",
        "The initial of the forename agrees",
        "Somewhat similar forenames",
        "Different forenames",
    ),
    "middle": ("The same middle name", "Middle names with one initial", "Different middle names"),
    "surname": (
        "The same surname",
        "A part of the surname, or a former surname, agrees",
        "Nearly the same surname",
        "Somewhat similar surnames",
        "Different surnames",
    ),
    "dob": (
        "The same date of birth",
        "Day and month of birth swapped",
        "One digit of the date of birth differs",
        "Two digits of the date of birth differ",
        "The year of birth agrees, the day does not",
        "Different dates of birth",
    ),
    "sex": ("The same sex", "A different sex"),
    "place": (
        "The same address",
        "The same address without a number",
        "The same house number and a street that sounds the same",
        "Nearly the same address",
        "The same postcode",
        "The same street",
        "Nearly the same postcode",
        "The same town",
        "Different addresses",
    ),
    "nhs_number": _number("NHS number"),
    "upn": _number("unique pupil number"),
    "other_id": _number("agency number"),
    "phone": ("The same phone number", "Different phone numbers"),
    "email": ("The same email address", "Different email addresses"),
}


def words_of(comparison: str, gamma: int) -> str:
    """Return what a level is called; gamma counts down from the best level to 0, and is -1 for unknown."""
    levels = LEVELS[comparison]
    return "Not known on both sides" if gamma < 0 else levels[len(levels) - 1 - gamma]


def top_of(comparison: str) -> int:
    """Return the gamma of a comparison's best level."""
    return len(LEVELS[comparison]) - 1
