"""The tables of linking: people, what is known of them, which records they are made of, and who decided it."""

from kith.linking.models.decisions import Decision, Edge, Judgement, ReviewAnswer, ReviewItem
from kith.linking.models.people import Address, Membership, Person, Profile, ProtectedAddress, SearchKey, Tie, ToldBirth

__all__ = [
    "Address",
    "Decision",
    "Edge",
    "Judgement",
    "Membership",
    "Person",
    "Profile",
    "ProtectedAddress",
    "ReviewAnswer",
    "ReviewItem",
    "SearchKey",
    "Tie",
    "ToldBirth",
]
