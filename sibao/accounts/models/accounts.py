"""People who sign in, and how long something about their accounts may last."""

from typing import ClassVar

import pghistory
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by sign-in name; accounts are made by commands only."""


@pghistory.track(append_only=True, exclude=["password", "last_login"])
class Account(AbstractBaseUser):
    """A person who signs in (账号). What she may do comes from her appointments, never from the account.

    A machine account (机器账号) has no password; it comes in by keys only.
    """

    zone = models.ForeignKey("directory.Zone", models.PROTECT, null=True, related_name="+")
    username = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=40)
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)
    is_machine = models.BooleanField(default=False)
    must_change_password = models.BooleanField(default=True)
    password_changed_at = models.DateTimeField(null=True)
    language = models.CharField(max_length=10, blank=True)
    created_at = models.DateTimeField()

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []


class AccountLimit(models.Model):
    """How many days something about accounts may last (账号时限), as data of the pack."""

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    days = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["zone", "code"], name="account_limit_once")]
