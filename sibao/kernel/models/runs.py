"""Imports and exports as things that last: they can be left, come back to, cancelled and resumed."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class RunState(models.TextChoices):
    """Where an import or export stands (处理进度)."""

    QUEUED = "queued", _("排队")
    READING = "reading", _("读取中")
    PREVIEW = "preview", _("待应用")
    APPLYING = "applying", _("写入中")
    APPLIED = "applied", _("已应用")
    DONE = "done", _("已生成")
    REFUSED = "refused", _("未接受")
    CANCELLED = "cancelled", _("已取消")
    FAILED = "failed", _("失败")


class ImportRun(models.Model):
    """One uploaded workbook on its way in (一次导入): nothing of it is written before it is applied.

    `columns` says how each heading was read, `counts` how many rows are new, changed, unchanged or to correct; what is
    said of it is said in the `language` of the page that it was uploaded from. `unit_id` is set when a unit's own user
    uploads it.
    """

    zone_id = models.BigIntegerField()
    organisation_id = models.BigIntegerField(null=True)
    unit_id = models.BigIntegerField(null=True)
    account_id = models.BigIntegerField()
    appointment_id = models.BigIntegerField()
    language = models.CharField(max_length=10, default="zh-hans")
    importer = models.CharField(max_length=60)
    file = models.ForeignKey("kernel.StoredFile", models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=RunState.choices, default=RunState.QUEUED)
    sheet = models.CharField(max_length=120, blank=True)
    sheets = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    columns = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    skipped = models.JSONField(default=dict)
    questions = models.JSONField(default=list)
    message = models.CharField(max_length=400, blank=True)
    progress = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    cancel_asked = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    applied_at = models.DateTimeField(null=True)
    applied_by = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["zone_id", "account_id", "-id"], name="import_mine"),
            models.Index(fields=["zone_id", "organisation_id", "-id"], name="import_ours"),
        ]


class ImportRow(models.Model):
    """One row of a workbook (导入行): what was read, what it would change, what is wrong with it.

    `sealed` holds the values that are personal data, for as long as they wait to be written; `values` never does. An absent
    row stands for something known that a full workbook no longer names; it is `confirmed` before it is let go.
    """

    class Verdict(models.TextChoices):
        """What applying the row would do."""

        NEW = "new", _("新增")
        CHANGED = "changed", _("变更")
        UNCHANGED = "unchanged", _("不变")
        BAD = "bad", _("待更正")
        ASK = "ask", _("待确认")
        ABSENT = "absent", _("表中没有")
        APPLIED = "applied", _("已写入")
        SETTLED = "settled", _("已在后来的表中更正")

    run = models.ForeignKey("kernel.ImportRun", models.CASCADE, related_name="+")
    zone_id = models.BigIntegerField()
    number = models.PositiveIntegerField()
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    label = models.CharField(max_length=200, blank=True)
    values = models.JSONField(default=dict)
    sealed = models.BinaryField(null=True)
    changes = models.JSONField(default=list)
    problems = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    candidates = models.JSONField(default=list)
    matched_id = models.BigIntegerField(null=True)
    confirmed = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="import_row_once")]
        indexes = [models.Index(fields=["run", "verdict", "number"], name="import_row_by_verdict")]


class HeadingMemory(models.Model):
    """How an organisation's or a unit's headings were read last time (表头记忆); a new upload starts from it."""

    zone_id = models.BigIntegerField()
    organisation_id = models.BigIntegerField(null=True)
    unit_id = models.BigIntegerField(null=True)
    importer = models.CharField(max_length=60)
    heading = models.CharField(max_length=200)
    field = models.CharField(max_length=60, blank=True)
    used_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["zone_id", "organisation_id", "unit_id", "importer", "heading"],
                name="heading_once",
                nulls_distinct=False,
            )
        ]


class ExportRun(models.Model):
    """One export in the background (一次导出): the list, its filter and columns, the rows that came out.

    `persons` is how many people an unmasked one holds; it is handed out once, at `taken_at`, and its file is gone with that.
    """

    zone_id = models.BigIntegerField()
    organisation_id = models.BigIntegerField(null=True)
    account_id = models.BigIntegerField()
    appointment_id = models.BigIntegerField(null=True)
    language = models.CharField(max_length=10, default="zh-hans")
    list_key = models.CharField(max_length=60)
    values = models.JSONField(default=dict)
    columns = models.JSONField(default=list)
    ids = models.JSONField(default=list)
    format = models.CharField(max_length=5, default="xlsx")
    masked = models.BooleanField(default=True)
    purpose = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=12, choices=RunState.choices, default=RunState.QUEUED)
    rows = models.PositiveIntegerField(null=True)
    persons = models.PositiveIntegerField(null=True)
    progress = models.PositiveIntegerField(default=0)
    file = models.ForeignKey("kernel.StoredFile", models.PROTECT, null=True, related_name="+")
    message = models.CharField(max_length=400, blank=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(masked=True) | ~Q(purpose=""), name="unmasked_export_has_purpose"),
            models.CheckConstraint(condition=Q(taken_at=None) | Q(file=None), name="what_is_taken_once_is_gone"),
        ]
        indexes = [models.Index(fields=["zone_id", "account_id", "-id"], name="export_mine")]
