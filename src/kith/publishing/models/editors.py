"""Who may sign in to the public site; nobody of casework is known here."""

from datetime import datetime
from typing import Any, ClassVar, NoReturn

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models

from kith.publishing.vocabulary.editing import ROLE_GROUPS, EditorRole


class EditorManager(BaseUserManager["Editor"]):
    """Makes editors."""

    def create_user(self, email: str, password: str | None = None, **more: Any) -> "Editor":
        """Make an editor who signs in with an address and, after the password, a second factor."""
        editor = self.model(email=self.normalize_email(email).lower(), **more)
        editor.set_password(password)
        editor.save(using=self._db)
        return editor

    def create_superuser(self, email: str, password: str | None = None, **more: Any) -> "Editor":
        """Make an editor who may do everything on the site; the first one is made on the command line."""
        return self.create_user(email, password, is_superuser=True, **more)


class Editor(AbstractBaseUser, PermissionsMixin):
    """Somebody who writes or approves pages of the public site."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)
    invited_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    invited_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    is_staff = False

    objects = EditorManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def get_full_name(self) -> str:
        """Return the name that the editing pages show."""
        return self.name

    def get_short_name(self) -> str:
        """Return the same name."""
        return self.name

    def end(self, *, by: "Editor | None", now: datetime) -> None:
        """Close the account; the name stays with what it wrote and approved."""
        self.is_active, self.ended_by, self.ended_at = False, by, now
        self.set_unusable_password()
        self.save()

    def roles(self) -> list[EditorRole]:
        """Return what the editor does on the site."""
        names = set(self.groups.values_list("name", flat=True))
        return [role for role, group in ROLE_GROUPS.items() if group in names]

    def delete(self, *args: Any, **options: Any) -> NoReturn:
        """Refuse: who wrote a page would be forgotten, and with it who may approve it.

        Raises:
            ValidationError: always; it says what to do instead.
        """
        raise ValidationError("An editor is not deleted, because pages say who wrote them. End the access instead.")
