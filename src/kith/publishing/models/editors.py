"""Who may sign in to the public site; nobody of casework is known here."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models


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
