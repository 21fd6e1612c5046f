"""Lends the tests of learning the audit of knife crime and the way to sign in."""

from tests.audit.conftest import audit, eight, signed_in

__all__ = ["audit", "eight", "signed_in"]
