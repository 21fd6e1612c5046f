"""Marks views: who may call them. A view without a mark is for signed-in staff; the doorkeeper enforces it."""

from collections.abc import Callable
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])


def public(*, reason: str) -> Callable[[View], View]:
    """Open a view to people who are not signed in, and say why."""

    def mark(view: View) -> View:
        view.public_because = reason  # type: ignore[attr-defined]  # a mark that the doorkeeper reads
        return view

    return mark


def for_roles(*roles: str) -> Callable[[View], View]:
    """Close a view to staff who hold none of the roles."""

    def mark(view: View) -> View:
        view.for_roles = frozenset(roles)  # type: ignore[attr-defined]  # a mark that the doorkeeper reads
        return view

    return mark
