"""People who sign in, the positions they hold, and roles as data."""

from typing import ClassVar

import pghistory
import pgtrigger
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q


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


@pghistory.track(append_only=True)
class Role(models.Model):
    """What a position may do (角色): a list of permission names, kept as data (R118).

    `duty` is one of the three administrators' duties (三员: system, security, audit) or empty; no account holds two.
    """

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60)
    description = models.CharField(max_length=200, blank=True)
    permissions = ArrayField(models.CharField(max_length=80), default=list)
    duty = models.CharField(max_length=10, blank=True)
    needs_second_factor = models.BooleanField(default=False)
    second_factor_since = models.DateTimeField(null=True)

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


_DUTIES_APART = """
  if exists (
    select 1 from accounts_position mine join accounts_role duty on duty.id = mine.role_id and duty.duty <> ''
    where mine.id = new.position_id and (
      new.on_behalf_of_id is not null
      or exists (
        select 1 from accounts_appointment other
        join accounts_position seat on seat.id = other.position_id
        join accounts_role held on held.id = seat.role_id
        where other.account_id = new.account_id and other.id <> new.id and held.duty not in ('', duty.duty)
          and other.started_at < coalesce(new.ended_at, 'infinity')
          and coalesce(other.ended_at, 'infinity') > new.started_at))
  ) then
    raise check_violation using message = 'duties of administrators are kept apart';
  end if;
  if new.on_behalf_of_id is not null and exists (
    select 1 from accounts_appointment source where source.id = new.on_behalf_of_id
      and (source.on_behalf_of_id is not null or source.position_id <> new.position_id
        or source.unit_id is distinct from new.unit_id or source.account_id = new.account_id)
  ) then
    raise check_violation using message = 'a delegation gives what its giver holds herself, no more';
  end if;
  return new;
"""


@pghistory.track(append_only=True)
class Appointment(models.Model):
    """An account holds a position, once for each unit it is bound to, for a term (任职), within the position's scope and, where bound to one, a unit.

    An acting deputy (代理) holds it for a limited term; who has it delegated (委托) stands in for the appointment
    `on_behalf_of`, and only as long as that one runs.
    """

    class Kind(models.TextChoices):
        REGULAR = "regular", "任命"
        ACTING = "acting", "代理"
        DELEGATED = "delegated", "委托"

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="appointments")
    position = models.ForeignKey("accounts.Position", models.PROTECT, related_name="appointments")
    unit = models.ForeignKey("directory.Unit", models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.REGULAR)
    on_behalf_of = models.ForeignKey("self", models.PROTECT, null=True, related_name="delegations")
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        triggers = [
            pgtrigger.Trigger(
                name="duties_apart",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=_DUTIES_APART,
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gt=F("started_at")), name="appointment_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(kind="delegated", on_behalf_of__isnull=False)
                | (~Q(kind="delegated") & Q(on_behalf_of=None)),
                name="delegated_means_on_behalf",
            ),
            models.CheckConstraint(
                condition=Q(kind="regular") | (Q(ended_at__isnull=False) & ~Q(reason="")),
                name="deputy_has_term_and_reason",
            ),
            models.UniqueConstraint(
                fields=["account", "position", "unit"],
                condition=Q(ended_at=None),
                name="one_running_appointment",
                nulls_distinct=False,
            ),
        ]


class AccountLimit(models.Model):
    """How many days something about accounts may last (账号时限), as data of the pack."""

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    days = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["zone", "code"], name="account_limit_once")]


class MachineKey(models.Model):
    """A key by which a machine account comes in (机器密钥); of its secret only a digest is kept."""

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="keys")
    name = models.CharField(max_length=40)
    prefix = models.CharField(max_length=16, unique=True)
    digest = models.BinaryField(max_length=32)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    last_address = models.GenericIPAddressField(null=True)


class KeyUse(models.Model):
    """How often a key was used on one day, and how often in vain (密钥用量)."""

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    key = models.ForeignKey("accounts.MachineKey", models.PROTECT, related_name="days")
    day = models.DateField()
    uses = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "day"], name="key_use_once_a_day")]


class AccessRequest(models.Model):
    """Someone without an account asks for one (开通申请): a unit's representative, or an official."""

    class State(models.TextChoices):
        WAITING = "waiting", "待核实"
        APPROVED = "approved", "已开通"
        DECLINED = "declined", "已退回"

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10)
    code = models.CharField(max_length=18, blank=True)
    unit = models.ForeignKey("directory.Unit", models.PROTECT, null=True, related_name="+")
    body = models.CharField(max_length=100, blank=True)
    sealed_name = models.BinaryField()
    sealed_phone = models.BinaryField()
    sealed_email = models.BinaryField()
    phone_hash = models.BinaryField(max_length=32)
    note = models.CharField(max_length=200, blank=True)
    proof = models.ForeignKey("kernel.StoredFile", models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    asked_at = models.DateTimeField()
    lapses_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("accounts.Appointment", models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=200, blank=True)
    account = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["zone", "state", "-asked_at"], name="access_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(account__isnull=False), name="approved_access_has_account"
            )
        ]
