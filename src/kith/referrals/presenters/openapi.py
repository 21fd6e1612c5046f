"""Describes the API as OpenAPI 3.1, from the same words that the reading of a referral uses."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from enum import StrEnum
from typing import Any, Final

from kith.referrals.vocabulary import (
    LONGEST_REFERENCE,
    Became,
    Content,
    Imminence,
    Included,
    ReferralConsent,
    ReferralState,
    ReferralUrgency,
    ReferralVoice,
    RiskBasis,
    RiskGrade,
    RiskLine,
    RiskOf,
    RiskTo,
    WeaponPart,
)

Schema = dict[str, Any]
_TEXT: Final[Schema] = {"type": "string", "maxLength": 8000}
_SHORT: Final[Schema] = {"type": "string", "maxLength": 200}
_DAY: Final[Schema] = {"type": ["string", "null"], "format": "date"}
_YES_NO: Final[Schema] = {"type": "boolean"}
_ID: Final[Schema] = {"type": "string", "format": "uuid"}


def _one_of(words: type[StrEnum]) -> Schema:
    return {"type": "string", "enum": [word.value for word in words]}


_CONTENT: Final[dict[str, Schema]] = {field.name: _TEXT for field in fields(Content)} | {
    "manager_told": _YES_NO,
    "level_of_need": {"type": ["integer", "null"], "minimum": 1, "maximum": 4},
    "urgency": _one_of(ReferralUrgency),
    "voice": _one_of(ReferralVoice),
    "consent": _one_of(ReferralConsent),
    "consented_on": _DAY,
    "parents_told": {"type": ["boolean", "null"]},
}
_RISK: Final[dict[str, Schema]] = {field.name: _TEXT for field in fields(RiskLine)} | {
    "of": _one_of(RiskOf),
    "to": {"type": "array", "items": _one_of(RiskTo), "minItems": 1},
    "grade": _one_of(RiskGrade),
    "imminence": _one_of(Imminence),
    "basis": _one_of(RiskBasis),
    "weapon": _one_of(WeaponPart),
    "checked_on": _DAY,
    "incident_on": _DAY,
}
_EVENT: Final[dict[str, Schema]] = {field.name: _TEXT for field in fields(Included)} | {
    "entry_ref": _SHORT,
    "is_included": _YES_NO,
}
_WRITTEN: Final[dict[str, Schema]] = {
    "reference": {
        "type": "string",
        "minLength": 1,
        "maxLength": LONGEST_REFERENCE,
        "description": "Your system's own reference. The same one is sent once, however often it is handed in.",
    },
    "person": _ID | {"description": "The child's id: the one in the address of the child's page."},
    "to_agency": _SHORT | {"description": "The code of the receiving agency."},
    "outside_email": _SHORT | {"description": "In place of an agency: one colleague outside, who has an account."},
    "service_id": _ID,
    "service_name": _SHORT,
    "is_none_known": _YES_NO,
    "checked_in": _TEXT,
    "checked_on": _DAY,
    "visit_safety": _TEXT | {"description": "How to visit safely; it always reaches the receiver."},
    "risks": {"type": "array", "maxItems": 20, "items": {"$ref": "#/components/schemas/Risk"}},
    "events": {
        "type": "array",
        "maxItems": 200,
        "items": {"$ref": "#/components/schemas/Event"},
        "description": "Each known event goes along, or is left out for a reason of at least ten characters.",
    },
} | _CONTENT


def description() -> dict[str, Any]:
    """Return the whole description."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Kith: referrals",
            "version": "1",
            "description": (
                "Refer a child from another system. A known weapon or violence event that a referral is silent about "
                "keeps it from being sent, as on the page. A refused referral stays a draft of whoever sent it."
            ),
        },
        "security": [{"session": [], "forgery": []}],
        "paths": _paths(),
        "components": {"securitySchemes": _SIGNED_IN, "schemas": _schemas()},
    }


_SIGNED_IN: Final = {
    "session": {"type": "apiKey", "in": "cookie", "name": "sessionid", "description": "Signed in, with a second step."},
    "forgery": {"type": "apiKey", "in": "header", "name": "X-CSRFToken", "description": "Asked for where one writes."},
}


def _paths() -> dict[str, Any]:
    person = _named("public_id")
    return {
        "/api/referrals": {
            "post": {
                "operationId": "send_referral",
                "summary": "Send one referral",
                "requestBody": {"required": True, "content": _json("Written")},
                "responses": _responses({"201": "Sent", "200": "Sent before", "422": "Refused"}, "Receipt")
                | _responses({"400": "No referral", "503": "No log"}, "Fault"),
            }
        },
        "/api/people/{public_id}/known-risks": {
            "get": {
                "operationId": "list_known_risks",
                "summary": "List the known events that a referral of this child may not be silent about",
                "parameters": [person],
                "responses": _responses({"200": "The events that you may read"}, "Known")
                | _responses({"404": "Not shown", "503": "No log"}, "Fault"),
            }
        },
        "/api/people/{public_id}/referrals/{referral_id}": {
            "get": {
                "operationId": "open_referral",
                "summary": "Say how a referral stands",
                "parameters": [person, _named("referral_id")],
                "responses": _responses({"200": "How it stands"}, "Standing")
                | _responses({"404": "Not shown", "503": "No log"}, "Fault"),
            }
        },
    }


def _schemas() -> dict[str, Any]:
    when = {"type": "string", "format": "date-time"}
    step = {"act": _SHORT, "at": when, "agency": _SHORT, "says": _TEXT}
    known = {"entry_ref": _SHORT, "headline": _TEXT, "agency": _TEXT, "occurred_on": {"type": "string"}}
    return {
        "Written": _object(_WRITTEN, ("reference", "person")),
        "Risk": _object(_RISK, ("of", "to", "grade", "imminence", "basis")),
        "Event": _object(_EVENT, ("entry_ref",)),
        "Known": _object({"events": {"type": "array", "items": _object(known, known)}}, ("events",)),
        "Fault": _object({"error": _TEXT}, ("error",)),
        "Receipt": _object(
            {
                "reference": _SHORT,
                "became": _one_of(Became),
                "referral": {"type": ["string", "null"], "description": "The referral, or the draft that waits."},
                "because": {"type": "array", "items": {"type": "string"}},
                "fields": {"type": "array", "items": {"type": "string"}},
            },
            ("reference", "became", "referral", "because", "fields"),
        ),
        "Standing": _object(
            {
                "referral": _ID,
                "state": _one_of(ReferralState),
                "to_agency": _TEXT,
                "service_name": _SHORT,
                "sent_at": {"type": ["string", "null"]},
                "due_on": _DAY,
                "steps": {"type": "array", "items": _object(step, step)},
            },
            ("referral", "state", "sent_at", "steps"),
        ),
    }


def _object(properties: Mapping[str, Any], required: Iterable[str]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(required),
        "additionalProperties": False,
    }


def _json(name: str) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}


def _responses(said: Mapping[str, str], name: str) -> dict[str, Any]:
    return {status: {"description": text, "content": _json(name)} for status, text in said.items()}


def _named(name: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": _ID}
