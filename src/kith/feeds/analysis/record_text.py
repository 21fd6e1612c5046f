"""Names the fields of the records in the order in which COPY takes them, and what a field holds that is not told."""

from typing import Final

PERSON: Final = (
    "record_key", "local_id", "forename", "middle_names", "surname", "former_surname", "known_as", "born_on",
    "expected_on", "died_on", "sex", "ethnicity", "address", "town", "postcode", "uprn", "confidential_address",
    "phone", "email", "nhs_number", "upn", "other_ids", "is_child", "address_from", "address_to",
)  # fmt: skip
# An event's number and kind come before these and its three days, its basis between the two.
EVENT_HEAD: Final = ("precision", "band", "code_scheme", "code", "says", "said_by")
EVENT_TAIL: Final = ("place", "detail", "retracted")
UNTOLD: Final = {
    "born_on": "\\N", "expected_on": "\\N", "died_on": "\\N", "sex": "U", "confidential_address": "False",
    "other_ids": "{}", "is_child": "True", "address_from": "\\N", "address_to": "\\N", "precision": "day",
    "retracted": "False",
}  # fmt: skip
