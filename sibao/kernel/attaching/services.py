"""Commands on attachments: hang on, hand out, take off; and the purge of bytes that nothing needs any more."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from sibao.kernel import files
from sibao.kernel.access import Actor, acting, system
from sibao.kernel.attaching import hanging, kinds, queries, scanning
from sibao.kernel.attaching.inputs import AddAttachment, OneAttachment, RemoveAttachment
from sibao.kernel.attaching.kinds import FileKind
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.files import Upload
from sibao.kernel.models import Attachment, StoredFile
from sibao.kernel.refusals import Denied, Invalid, TooLarge, WrongMove

KEPT = timedelta(days=30)
"""How long the bytes of a removed attachment are kept, so that a removal by mistake can be put right."""
PACK = "attachments"
MEGABYTE = 1_000_000


@command("kernel:attachment:add")
def add_attachment(*, actor: Actor, now: datetime, given: AddAttachment) -> Done[Attachment]:
    """Hang a file on a thing.

    Raises:
        NotFound: the thing is out of reach, or nothing hangs on things of its kind.
        WrongMove: it takes no attachments any more.
        TooLarge: the file is larger than the setting allows.
        Invalid: it is empty, of a kind that is not taken, not what its name says, infected, or there already.
    """
    hanging.require_subject(actor, given.subject_kind, given.subject_id)
    if not hanging.takes(actor, given.subject_kind, given.subject_id):
        raise WrongMove(_("已办结，不再收附件"))
    name, kind = _looked_at(given.upload)
    scanning.scan(given.upload.content)
    made = Attachment(
        zone_id=actor.zone_id,
        subject_kind=given.subject_kind,
        subject_id=given.subject_id,
        name=name,
        content_type=kind.content_type,
        size=len(given.upload.content),
        sha256=given.upload.sha256,
        organisation_id=actor.organisation_id,
        unit_id=actor.scope.unit_id,
        added_at=now,
        added_by=actor.account_id,
        added_as=actor.position[:200],
    )
    made.file = _kept(actor, Upload(name, kind.content_type, given.upload.content), now)
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:
        raise Invalid(fields={"file": _("这份文件已经在这里了")}) from error
    details: dict[str, object] = {"attachment": made.pk, "sha256": made.sha256, "size": made.size}
    return Done(made, _subject(made), details=details)


def _looked_at(upload: Upload) -> tuple[str, FileKind]:
    if not upload.content:
        raise Invalid(fields={"file": _("文件是空的")})
    if len(upload.content) > settings.ATTACHMENT_BYTES:
        size = {"size": settings.ATTACHMENT_BYTES // MEGABYTE}
        raise TooLarge(_("附件超过 %(size)s MB：请压缩图片或拆成几个文件") % size)
    kind, name = kinds.kind_of(upload.content), kinds.harmless_name(upload.name)
    if kind is None:
        raise Invalid(fields={"file": _("只收 PDF、OFD、图片（JPG、PNG）和不带宏的 Word、Excel、PowerPoint 文件")})
    if kinds.ending_of(name) not in kind.endings:
        words = {"ending": "、".join(kind.endings)}
        raise Invalid(fields={"file": _("文件内容与名称不符，内容应以 %(ending)s 结尾") % words})
    return name, kind


def _kept(actor: Actor, upload: Upload, now: datetime) -> StoredFile:
    """The bytes, kept once for each hash and zone."""
    return queries.access_same_file(actor.zone_id, upload.sha256) or files.keep(actor, upload, now, pack=PACK)


@command("kernel:attachment:read")
def read_attachment(*, actor: Actor, now: datetime, given: OneAttachment) -> Done[Upload]:
    """Hand out an attachment; who took it is on the record."""
    found = queries.attachment(actor, given.attachment_id)
    taken = Upload(found.name, found.content_type, files.content_of(actor, found.file_id or 0))
    return Done(taken, _subject(found), details={"attachment": found.pk, "sha256": found.sha256})


@command("kernel:attachment:remove")
def remove_attachment(*, actor: Actor, now: datetime, given: RemoveAttachment) -> Done[Attachment]:
    """Take an attachment off, with a reason; the row stays, the bytes go when their time is over.

    Raises:
        Denied: another house hung it there.
        WrongMove: the thing is closed, and what it was decided on stays.
    """
    found = queries.access_attachment(actor, given.attachment_id)
    if not queries.is_of_house(actor, found):
        raise Denied("kernel:attachment:remove", _("只有上传的一方可以移除"))
    if not hanging.takes(actor, found.subject_kind, found.subject_id):
        raise WrongMove(_("已办结，附件不再移除"))
    found.removed_at, found.removed_by, found.removed_as = now, actor.account_id, actor.position[:200]
    found.reason = given.reason
    found.save()
    return Done(found, _subject(found), details={"attachment": found.pk, "reason": given.reason})


def _subject(found: Attachment) -> Subject:
    unit_id = found.subject_id if found.subject_kind == "unit" else None
    return Subject(found.subject_kind, found.subject_id, found.name, unit_id=unit_id)


def purge_attachments(now: datetime) -> int:
    """Delete the bytes of attachments that were removed more than thirty days before `now`; rows stay. Return how many.

    Bytes that another attachment still shows are kept for it. Each is held first: an upload of the same bytes either
    finds them and keeps them, or waits and keeps its own.
    """
    due = Attachment.objects.filter(removed_at__lt=now - KEPT).exclude(file=None)
    purged = 0
    for zone_id in list(due.values_list("zone_id", flat=True).distinct().order_by()):
        with acting(system(zone_id, door="schedule")):
            for file_id in set(due.filter(zone_id=zone_id).values_list("file", flat=True)):
                purged += _purge(file_id, now)
    return purged


@transaction.atomic
def _purge(file_id: int, now: datetime) -> int:
    StoredFile.objects.select_for_update().defer("sealed").get(pk=file_id)
    holding = Attachment.objects.filter(file_id=file_id)
    holding.filter(removed_at__lt=now - KEPT).update(file=None)
    return 0 if holding.exists() else StoredFile.objects.filter(pk=file_id).delete()[0]
