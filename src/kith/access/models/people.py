"""Agencies, teams and the staff who sign in."""

import uuid
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from kith.access.vocabulary import ROLE_NAMES, Role, Sector


class Agency(models.Model):
    """One member of the partnership, or one school, that supplies files or employs staff."""

    code = models.SlugField(unique=True, max_length=40)
    name = models.CharField(max_length=200)
    sector = models.CharField(max_length=20, choices=[(s.value, s.value) for s in Sector])
    district = models.CharField(max_length=80, blank=True)
    duty_phone = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name_plural = "agencies"
        ordering = ("name",)


class Team(models.Model):
    """A group of staff of one agency who share their children."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="teams")
    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=200)
    phone = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ("name",)
        constraints = [models.UniqueConstraint(fields=["agency", "code"], name="team_once_per_agency")]


class StaffAccounts(BaseUserManager["Staff"]):
    """Makes accounts for people who sign in with an e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Staff":
        """Make a member of staff whose password is hashed; without one nobody can sign in yet."""
        staff = self.model(email=self.normalize_email(email).lower(), **fields)
        staff.set_password(password)
        staff.save(using=self._db)
        return staff


class Staff(AbstractBaseUser):
    """One person who works for an agency and may sign in."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    job_title = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="staff")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="staff")
    worker_ref = models.CharField(max_length=80, blank=True, db_index=True)
    is_active = models.BooleanField(default=True)
    password_is_one_time = models.BooleanField(default=False)
    joined_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = StaffAccounts()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name_plural = "staff"
        ordering = ("name",)

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Return no: what staff may do is decided by roles and relationships, never by Django's permissions."""
        return False

    def has_module_perms(self, app_label: str) -> bool:
        """Return no, for the same reason."""
        return False


class RoleGrant(models.Model):
    """One role held by one member of staff for a while."""

    staff = models.ForeignKey(Staff, models.CASCADE, related_name="role_grants")
    role = models.CharField(max_length=30, choices=[(r.value, r.value) for r in Role])
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    given_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")

    @property
    def name(self) -> str:
        """Return the role as people call it."""
        return ROLE_NAMES[Role(self.role)]


class Invitation(models.Model):
    """An offer to join by mail; only the hash of its single-use token is kept."""

    staff = models.ForeignKey(Staff, models.CASCADE, related_name="invitations")
    token_hash = models.BinaryField(unique=True)
    kind = models.CharField(max_length=20, default="join")
    made_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    second_person = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class Cover(models.Model):
    """A colleague who stands in for another until a day."""

    covered = models.ForeignKey(Staff, models.CASCADE, related_name="covered_by")
    covering = models.ForeignKey(Staff, models.CASCADE, related_name="covers")
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    made_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("begins_at")), name="cover_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(covered=F("covering")), name="cover_is_by_another"),
        ]
