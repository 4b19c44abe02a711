"""Drafting a document, putting it in force in place of the one before, and withdrawing it (R10)."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from sibao.directory import queries as directory
from sibao.guidance import queries, rules
from sibao.guidance.events import DocumentsChanged
from sibao.guidance.inputs import EditDocument, EnforceDocument, WithdrawDocument
from sibao.guidance.models import GuideDocument
from sibao.guidance.states import DOCUMENT, DRAFT, IN_FORCE
from sibao.kernel import clock
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.refusals import Conflict, Invalid, WrongMove


@command("guidance:document:edit")
def edit_document(*, actor: Actor, now: datetime, given: EditDocument) -> Done[GuideDocument]:
    """Draft a document of a sector or over all, or change a draft.

    Raises:
        NotFound: the document is not the actor's to change.
        WrongMove: it is no draft any more.
        Invalid: the sector is out of reach, or who stands for one sector would draft for all.
    """
    if given.sector_id not in dict(queries.sectors_to_edit(actor)):
        raise Invalid(fields={"sector_id": _("只能起草本领域的文件")})
    row = _held(actor, given.document_id, given.version) if given.document_id else _new(actor, now)
    if row.state != DRAFT:
        raise WrongMove(_("已施行的文件不能改，请另立新版"))
    for name in ("sector_id", "kind", "title", "number", "issuer", "issued_on", "edition"):
        setattr(row, name, getattr(given, name))
    row.save()
    return _done(row)


def _new(actor: Actor, now: datetime) -> GuideDocument:
    return GuideDocument(zone_id=actor.zone_id, created_by=actor.account_id, created_at=now)


def _held(actor: Actor, document_id: int, version: int | None) -> GuideDocument:
    row = queries.access_document(actor, document_id)
    if row.version != version:
        raise Conflict(yours=version, current=row.version)
    row.version += 1
    return row


@command("guidance:document:enforce")
def enforce_document(*, actor: Actor, now: datetime, given: EnforceDocument) -> Done[GuideDocument]:
    """Put a draft in force; the document of its kind that was, or the special guide that is named, is superseded.

    Raises:
        NotFound: the document is not the actor's to change.
        WrongMove: it is no draft.
        Invalid: a day before it was issued or its forerunner came into force, or one to come, or what gives way is no special guide in force of the same sector.
    """
    directory.lock_zone(actor.zone_id)
    row = _held(actor, given.document_id, given.version)
    row.state = DOCUMENT.move(row.state, "enforce")
    if given.in_force_on < row.issued_on:
        raise Invalid(fields={"in_force_on": _("不能早于成文日期")})
    if given.in_force_on > clock.today():
        raise Invalid(fields={"in_force_on": _("不能是将来的日期")})
    before = _giving_way(row, given.supersedes_id)
    if before is not None:
        if before.in_force_on is not None and given.in_force_on < before.in_force_on:
            raise Invalid(fields={"in_force_on": _("不能早于上一版的施行日期")})
        before.state = DOCUMENT.move(before.state, "supersede")
        before.ended_on, before.version = given.in_force_on, before.version + 1
        before.save()
    row.supersedes, row.in_force_on = before, given.in_force_on
    row.save()
    return _done(row, before)


def _giving_way(row: GuideDocument, named: int | None) -> GuideDocument | None:
    rows = GuideDocument.objects.select_for_update(of=("self",)).filter(zone_id=row.zone_id, sector=row.sector)
    same = rows.filter(kind=row.kind, state=IN_FORCE)
    if row.kind != rules.SEVERAL:
        return same.first()
    if named is None:
        return None
    found = same.filter(pk=named).first()
    if found is None:
        raise Invalid(fields={"supersedes_id": _("没有这份施行中的专项指南")})
    return found


@command("guidance:document:withdraw")
def withdraw_document(*, actor: Actor, now: datetime, given: WithdrawDocument) -> Done[GuideDocument]:
    """Withdraw a document in force, or give up a draft, with the reason.

    Raises:
        NotFound: the document is not the actor's to change.
        WrongMove: it is superseded or withdrawn already.
    """
    row = _held(actor, given.document_id, given.version)
    row.state, row.reason = DOCUMENT.move(row.state, "withdraw"), given.reason
    row.ended_on = clock.today()
    row.save()
    return _done(row)


def _done(row: GuideDocument, before: GuideDocument | None = None) -> Done[GuideDocument]:
    gone = before.pk if before else None
    told = [DocumentsChanged(zone_id=row.zone_id, document_id=row.pk, superseded_id=gone)]
    details: dict[str, object] = {"kind": row.kind, "edition": row.edition, "state": row.state, "supersedes": gone}
    return Done(row, Subject("guide_document", row.pk, row.title), told, details)
