"""People who sign in, the positions they hold, and roles as data."""

from typing import ClassVar

import pghistory
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by sign-in name; accounts are made by commands only."""


@pghistory.track(append_only=True, exclude=["password", "last_login"])
class Account(AbstractBaseUser):
    """A person who signs in (账号). What she may do comes from her appointments, never from the account."""

    zone = models.ForeignKey("directory.Zone", models.PROTECT, null=True, related_name="+")
    username = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=40)
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=True)
    password_changed_at = models.DateTimeField(null=True)
    language = models.CharField(max_length=10, blank=True)
    created_at = models.DateTimeField()

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []


@pghistory.track(append_only=True)
class Role(models.Model):
    """What a position may do (角色): a list of permission names, kept as data (R118)."""

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60)
    description = models.CharField(max_length=200, blank=True)
    permissions = ArrayField(models.CharField(max_length=80), default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["zone", "code"], name="role_code_once")]


@pghistory.track(append_only=True)
class Position(models.Model):
    """A seat in an organisation or unit (岗位), such as commander; it outlives whoever holds it (R118).

    `area` and `sector` are the scope that comes with the seat; a `unit_bound` seat needs the unit in its appointment.
    """

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    code = models.CharField(max_length=60)
    organisation = models.ForeignKey("directory.Organisation", models.PROTECT, null=True, related_name="+")
    title = models.CharField(max_length=60)
    title_en = models.CharField(max_length=80, blank=True)
    seats = models.PositiveIntegerField(default=1)
    order = models.PositiveSmallIntegerField(default=100)
    role = models.ForeignKey("accounts.Role", models.PROTECT, null=True, related_name="+")
    area = models.ForeignKey("directory.Area", models.PROTECT, null=True, related_name="+")
    sector = models.ForeignKey("directory.Sector", models.PROTECT, null=True, related_name="+")
    unit_bound = models.BooleanField(default=False)
    document = models.ForeignKey("directory.PolicyDocument", models.PROTECT, null=True, related_name="+")
    article = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["zone", "code"], name="position_code_once")]


@pghistory.track(append_only=True)
class Appointment(models.Model):
    """An account holds a position for a term (任职), within the position's scope and, where bound to one, a unit."""

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="appointments")
    position = models.ForeignKey("accounts.Position", models.PROTECT, related_name="appointments")
    unit = models.ForeignKey("directory.Unit", models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gt=F("started_at")), name="appointment_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=["account", "position"], condition=Q(ended_at=None), name="one_running_appointment"
            ),
        ]
