"""What a hazard's pack says of signals: their kinds, what becomes known by them, who sends them, and when to warn."""

from datetime import timedelta

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sibao.criteria import Kind
from sibao.prevention.rules.subjects import SUBJECTS

SLOTS = 12
"""How many facts can be kept of one subject."""
RULES_OF_SUBJECT = 62


@pghistory.track(append_only=True)
class StateFact(models.Model):
    """What can be known of a person, a site, a vehicle or a lot by signals (状态项): one slot of their state.

    `counts` is the key of the rule whose open alerts at a site are told by it, in hundredths of a per cent of its people;
    `origin` is what tells it instead of signals.
    """

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    subject = models.CharField(max_length=10)
    key = models.CharField(max_length=60)
    slot = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60)
    labels = models.JSONField(default=list)
    fresh_days = models.PositiveIntegerField(null=True)
    counts = models.CharField(max_length=40, blank=True)
    origin = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["zone", "subject", "key"], name="state_fact_once"),
            models.UniqueConstraint(fields=["zone", "subject", "slot"], name="state_slot_once"),
            models.CheckConstraint(condition=Q(subject__in=[*SUBJECTS]), name="state_fact_subject_known"),
            models.CheckConstraint(condition=Q(kind__in=[kind.value for kind in Kind]), name="state_fact_kind_known"),
            models.CheckConstraint(condition=Q(slot__gte=1, slot__lte=SLOTS), name="state_slot_there"),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="state_fact_keeps_its_meaning", fields=["zone", "subject", "key", "slot", "kind"])
        ]


@pghistory.track(append_only=True)
class SignalKind(models.Model):
    """A kind of signal (信号种类): of whom it speaks, what it may say, and which slots it sets.

    `values` are the answers in order, their place is what is kept; `fields` what else a signal of it may carry; `sets`
    which facts follow: `{"fact": key, "when": [values], "value": number}`, of every value where none is named, and the
    signal's own value where no number is. Signals go after `keep_days`, which `keep_basis` gives the reason of.
    """

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    hazard = models.CharField(max_length=40)
    key = models.CharField(max_length=40)
    number = models.PositiveSmallIntegerField()
    subject = models.CharField(max_length=10)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60)
    values = models.JSONField(default=list)
    fields = models.JSONField(default=list)
    sets = models.JSONField(default=list)
    keep_days = models.PositiveSmallIntegerField()
    keep_basis = models.CharField(max_length=200, blank=True, default="", db_default="")
    retired = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["zone", "key"], name="signal_kind_once"),
            models.UniqueConstraint(fields=["zone", "number"], name="signal_kind_number_once"),
            models.CheckConstraint(condition=Q(subject__in=[*SUBJECTS]), name="signal_kind_subject_known"),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="signal_kind_keeps_its_meaning", fields=["zone", "key", "number", "subject"])
        ]


@pghistory.track(append_only=True, exclude=["last_seen_at"])
class SignalSource(models.Model):
    """Who sends signals (信号来源): a laboratory, a gate's device, a platform; silent for too long, it is unknown.

    `stream` is which of the seven monitored streams (R17) it feeds. It comes in by the machine account `account`; what it says after `revoked_at` is not taken.
    """

    class Kind(models.TextChoices):
        LABORATORY = "laboratory", _("检测机构")
        GATE = "gate", _("电子哨兵")
        PLATFORM = "platform", _("数据平台")
        UNIT = "unit", _("企业（项目）")
        OFFICE = "office", _("工作部门")

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    key = models.CharField(max_length=40)
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    kinds = models.JSONField(default=list)
    stream = models.CharField(max_length=12, blank=True, default="", db_default="")
    account = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    silent_minutes = models.PositiveIntegerField(null=True)
    last_seen_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["zone", "key"], name="signal_source_once"),
            models.UniqueConstraint(fields=["zone", "number"], name="signal_source_number_once"),
        ]

    @property
    def may_be_silent(self) -> timedelta | None:
        """For how long nothing need come from it; None = for ever."""
        return None if self.silent_minutes is None else timedelta(minutes=self.silent_minutes)


@pghistory.track(append_only=True)
class AlertRule(models.Model):
    """When to warn (预警规则): a criterion over a subject's state, for each level in force, with its source.

    `trees` is level → criterion; a level that is not named has that of `normal`. `bit` is its place among the rules of
    its subject. Severity 1 is the gravest of four. `layer` says whose rule it is; of several of one `matter`
    that fire for a subject, the one of the gravest severity applies, of equal ones that of the nearest layer, and an alert
    names it (R38). `stream` is which of the seven
    monitored streams (R17) it watches. `asks` is the role that is asked to deal with it, within `limit_minutes`.

    Where `settled_here`, people of the zone have said what it asks for and how it is dealt with; loading the pack again leaves
    that alone, and `packed` holds what the pack says of it.
    """

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    hazard = models.CharField(max_length=40)
    key = models.CharField(max_length=40)
    subject = models.CharField(max_length=10)
    bit = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80)
    trees = models.JSONField()
    severity = models.PositiveSmallIntegerField()
    layer = models.CharField(max_length=10)
    matter = models.CharField(max_length=40, blank=True, default="", db_default="")
    stream = models.CharField(max_length=12, blank=True, default="", db_default="")
    asks = models.CharField(max_length=40, blank=True)
    limit_minutes = models.PositiveIntegerField()
    cure = models.CharField(max_length=200)
    cure_en = models.CharField(max_length=200)
    document = models.ForeignKey("directory.PolicyDocument", models.PROTECT, null=True, related_name="+")
    article = models.CharField(max_length=200, blank=True)
    retired = models.BooleanField(default=False)
    settled_here = models.BooleanField(default=False, db_default=False)
    packed = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["zone", "key"], name="alert_rule_once"),
            models.UniqueConstraint(fields=["zone", "subject", "bit"], name="alert_rule_bit_once"),
            models.CheckConstraint(condition=Q(bit__lt=RULES_OF_SUBJECT), name="alert_rule_bit_there"),
            models.CheckConstraint(condition=Q(severity__gte=1, severity__lte=4), name="alert_severity_known"),
        ]
        triggers = [pgtrigger.ReadOnly(name="alert_rule_keeps_its_place", fields=["zone", "key", "subject", "bit"])]
