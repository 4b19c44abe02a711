"""The whitelist: listings, batches, and coverage."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sibao.whitelist import rules
from sibao.whitelist.states import BATCH, LISTING

UNCONTESTED = """
  if exists (
    select from whitelist_objection objection
    join whitelist_batchmember member on member.batch_id = objection.batch_id and member.unit_id = objection.unit_id
    where objection.batch_id = new.id and objection.state in ('open', 'upheld')
  ) then
    raise exception 'no batch is published with a unit whose objection is open or holds' using errcode = 'check_violation';
  end if;
  return new;
"""
NOT_UNDER_REVIEW = """
  if exists (
    select from whitelist_application application
    where application.unit_id = new.unit_id and application.decided_at is not null
      and application.state in ('reviewing', 'returned')
  ) then
    raise exception 'nobody is listed whose application is reviewed anew' using errcode = 'check_violation';
  end if;
  return new;
"""
STANDS = "select from whitelist_suspension cause where cause.listing_id = new.id and cause.ended_at is null"
NO_CAUSE_STANDS = f"""
  if exists ({STANDS}) then
    raise exception 'a listing is suspended as long as a cause of it stands' using errcode = 'check_violation';
  end if;
  return new;
"""
SOME_CAUSE_STANDS = f"""
  if not exists ({STANDS}) and exists (select from whitelist_listing where id = new.id and state = 'suspended') then
    raise exception 'a listing is suspended for a cause that is written down' using errcode = 'check_violation';
  end if;
  return null;
"""


@pghistory.track(append_only=True)
class Batch(models.Model):
    """A group of units put on the list together (批次): draft → publicised with objection period → published (R124)."""

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=BATCH.choices(), default="draft")
    note = models.CharField(max_length=200, blank=True)
    publicity_number = models.CharField(max_length=60, blank=True)
    publicised_at = models.DateTimeField(null=True)
    objection_until = models.DateTimeField(null=True)
    notice_number = models.CharField(max_length=60, blank=True)
    published_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=200, blank=True)
    created_by = models.BigIntegerField()
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            BATCH.constraint(),
            models.UniqueConstraint(
                fields=["zone", "number"], condition=~Q(state="withdrawn"), name="batch_number_once"
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | (Q(published_at__isnull=False) & ~Q(notice_number="")),
                name="published_batch_has_number_and_date",
            ),
            models.CheckConstraint(
                condition=~Q(state="publicised") | Q(objection_until__isnull=False), name="publicity_has_an_end"
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | ~Q(withdrawn_reason=""), name="withdrawal_has_reason"
            ),
        ]
        triggers = [
            BATCH.trigger(),
            pgtrigger.Trigger(
                name="batch_published_uncontested",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("old.state <> 'published' and new.state = 'published'"),
                func=UNCONTESTED,
            ),
        ]


@pghistory.track(append_only=True)
class BatchMember(models.Model):
    """A unit in a batch before it is listed (批次成员); kept afterwards as the batch's roll.

    `with_unit` is the key unit together with which it enters (同步纳入, R33); of the key unit it is the unit itself.
    """

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    batch = models.ForeignKey("whitelist.Batch", models.CASCADE, related_name="members")
    unit = models.ForeignKey("directory.Unit", models.PROTECT, related_name="+")
    with_unit = models.ForeignKey("directory.Unit", models.PROTECT, null=True, related_name="+")
    added_by = models.BigIntegerField()
    added_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "unit"], name="batch_member_once")]


@pghistory.track(append_only=True)
class Listing(models.Model):
    """A unit's entry on the one list (白名单条目, R23): one running entry per unit; removed entries stay as history.

    `number` is the list number, given once and never given again; `priority` 1 is the city lifeline (R24). `exceptional`
    (例外准入) stays for ever on what two people let in against the standard's verdict (R28).
    """

    class Role(models.TextChoices):
        LISTED = "listed", _("保障对象")
        SUPPORT = "support", _("保障服务")

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    unit = models.ForeignKey("directory.Unit", models.PROTECT, related_name="+")
    batch = models.ForeignKey("whitelist.Batch", models.PROTECT, related_name="listings")
    number = models.PositiveIntegerField(null=True)
    state = models.CharField(max_length=12, choices=LISTING.choices(), default="pending")
    role = models.CharField(max_length=8, choices=Role.choices, default=Role.LISTED)
    priority = models.PositiveSmallIntegerField(default=5)
    exceptional = models.BooleanField(default=False, db_default=False)
    listed_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    state_reason = models.CharField(max_length=200, blank=True)
    updated_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            LISTING.constraint(),
            models.UniqueConstraint(fields=["unit"], condition=~Q(state="removed"), name="one_running_listing"),
            models.UniqueConstraint(fields=["zone", "number"], name="list_number_once"),
            models.CheckConstraint(
                condition=~Q(state__in=["active", "suspended"]) | Q(number__isnull=False), name="listed_has_number"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["suspended", "removed"]) | ~Q(state_reason=""), name="leaving_has_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["zone", "state", "-id"], name="listing_by_state"),
            models.Index(fields=["batch", "number"], name="listing_by_batch"),
        ]
        triggers = [
            LISTING.trigger(),
            pgtrigger.Trigger(
                name="listing_not_under_review",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("old.state = 'pending' and new.state = 'active'"),
                func=NOT_UNDER_REVIEW,
            ),
            pgtrigger.Trigger(
                name="listing_resumed_without_cause",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("old.state = 'suspended' and new.state <> 'suspended'"),
                func=NO_CAUSE_STANDS,
            ),
            pgtrigger.Trigger(
                name="listing_suspended_for_a_cause",
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Condition("new.state = 'suspended'"),
                func=SOME_CAUSE_STANDS,
            ),
        ]


class ListingChange(models.Model):
    """A listing changed its state (名单变动): who, when, why. Rows are only ever added."""

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    listing = models.ForeignKey("whitelist.Listing", models.PROTECT, related_name="changes")
    unit = models.ForeignKey("directory.Unit", models.PROTECT, related_name="+")
    batch = models.ForeignKey("whitelist.Batch", models.PROTECT, null=True, related_name="+")
    from_state = models.CharField(max_length=12, blank=True)
    to_state = models.CharField(max_length=12)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    account_id = models.BigIntegerField()
    reason = models.CharField(max_length=200)

    class Meta:
        indexes = [
            models.Index(fields=["listing", "at"], name="listing_change_by_listing"),
            models.Index(fields=["zone", "at"], name="listing_change_by_time"),
        ]


@pghistory.track(append_only=True)
class Denominator(models.Model):
    """The whole sector's value of its measure in one year, with source (分母). `invented` marks demo figures."""

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    sector = models.ForeignKey("directory.Sector", models.PROTECT, related_name="+")
    measure = models.ForeignKey("directory.Measure", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    value = models.BigIntegerField()
    source = models.CharField(max_length=200)
    invented = models.BooleanField(default=False)
    recorded_by = models.BigIntegerField()
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(value__gt=0), name="denominator_positive"),
            models.CheckConstraint(condition=~Q(source=""), name="denominator_has_source"),
            models.UniqueConstraint(
                fields=["sector"], condition=Q(superseded_at=None), name="one_denominator_in_force"
            ),
        ]


class Target(models.Model):
    """What the notice asks for by a day (目标): a threshold in basis points, strict (超过) or not (以上), with citation."""

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    due_on = models.DateField()
    of = models.CharField(max_length=10, blank=True)
    threshold_bp = models.PositiveIntegerField(null=True)
    strict = models.BooleanField(default=False)
    document = models.ForeignKey("directory.PolicyDocument", models.PROTECT, null=True, related_name="+")
    article = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["zone", "code"], name="target_once")]


class CoverageCell(models.Model):
    """Units and values of one town in one sector (覆盖率汇总格): every scope's coverage is a sum of cells.

    A roll-up, rebuilt from rows whenever something in the cell changes; `as_of` says when.
    """

    zone = models.ForeignKey("directory.Zone", models.CASCADE, related_name="+")
    area = models.ForeignKey("directory.Area", models.CASCADE, related_name="+")
    area_path = models.CharField(max_length=80)
    sector = models.ForeignKey("directory.Sector", models.CASCADE, related_name="+")
    units = models.PositiveIntegerField()
    listed = models.PositiveIntegerField()
    publicised = models.PositiveIntegerField()
    suspended = models.PositiveIntegerField()
    listed_value = models.BigIntegerField()
    listed_unknown = models.PositiveIntegerField()
    as_of = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "sector"], name="one_cell")]
        indexes = [models.Index(fields=["zone", "area_path"], name="cell_by_area")]


class CoverageDay(models.Model):
    """A sector's coverage as it stood at the end of a day (覆盖率趋势)."""

    zone = models.ForeignKey("directory.Zone", models.CASCADE, related_name="+")
    sector = models.ForeignKey("directory.Sector", models.CASCADE, related_name="+")
    day = models.DateField()
    listed = models.PositiveIntegerField()
    listed_value = models.BigIntegerField()
    denominator = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sector", "day"], name="coverage_day_once")]


class Reckoning(models.Model):
    """A zone's chain was reckoned (推算): what `SinglePoint` and `Fall` say holds as of the last one. Rows are only ever added."""

    zone = models.ForeignKey("directory.Zone", models.CASCADE, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["zone", "-id"], name="reckoning_of_zone")]


@pghistory.track(append_only=True)
class SinglePoint(models.Model):
    """A unit whose stop alone makes others stop (断点, R33), with the number of all of them in the zone.

    A roll-up, reckoned anew whenever units or supply links change; only what has changed is written, and remembered.
    """

    zone = models.ForeignKey("directory.Zone", models.CASCADE, related_name="+")
    unit = models.ForeignKey("directory.Unit", models.CASCADE, related_name="+")
    units = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit"], name="single_point_once")]


@pghistory.track(append_only=True)
class Fall(models.Model):
    """A unit stops because a single point has stopped (连带停产), so many days after it; part of the same roll-up."""

    zone = models.ForeignKey("directory.Zone", models.CASCADE, related_name="+")
    point = models.ForeignKey("whitelist.SinglePoint", models.CASCADE, related_name="falls")
    unit = models.ForeignKey("directory.Unit", models.CASCADE, related_name="+")
    day = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["point", "unit"], name="fall_once")]


@pghistory.track(append_only=True)
class Provider(models.Model):
    """A unit is named to provide a need, such as transport or meals, for a sector or one unit (保障服务单位, R34), from a day to a day."""

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    unit = models.ForeignKey("directory.Unit", models.PROTECT, related_name="+")
    need = models.CharField(max_length=40)
    sector = models.ForeignKey("directory.Sector", models.PROTECT, null=True, related_name="+")
    customer = models.ForeignKey("directory.Unit", models.PROTECT, null=True, related_name="+")
    started_on = models.DateField()
    ended_on = models.DateField(null=True)
    source = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sector=None, customer__isnull=False) | Q(sector__isnull=False, customer=None),
                name="provider_for_sector_or_unit",
            ),
            models.CheckConstraint(condition=Q(customer=None) | ~Q(customer=F("unit")), name="no_provider_of_itself"),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")), name="provider_ends_after_begin"
            ),
            models.UniqueConstraint(
                fields=["unit", "need", "sector", "customer"],
                condition=Q(ended_on=None),
                nulls_distinct=False,
                name="provider_named_once",
            ),
        ]


class Outreach(models.Model):
    """What a unit that may enter said when it was asked to (指导服务记录, R123). Rows are only ever added; the last one counts."""

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    unit = models.ForeignKey("directory.Unit", models.PROTECT, related_name="+")
    answer = models.CharField(max_length=10, choices=list(rules.ANSWERS.items()))
    note = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField()
    account_id = models.BigIntegerField()
    by = models.CharField(max_length=160)

    class Meta:
        indexes = [models.Index(fields=["unit", "-id"], name="outreach_last_of_unit")]
        constraints = [
            models.CheckConstraint(condition=Q(answer__in=sorted(rules.ANSWERS)), name="outreach_answer_known"),
            models.CheckConstraint(condition=~Q(answer="declined") | ~Q(note=""), name="who_declines_says_why"),
        ]
