"""Commands of lists: keep a filter; cancel and download an export. Exporting is each context's own command."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from sibao.kernel import files, live
from sibao.kernel.access import Actor, require
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.lists import exports, memory
from sibao.kernel.lists.asked import strictly
from sibao.kernel.lists.filters import Look
from sibao.kernel.lists.inputs import EditFilter, FetchExport, OneExport
from sibao.kernel.lists.registry import lists
from sibao.kernel.models import ExportRun, RunState, SavedFilter, StoredFile
from sibao.kernel.refusals import Conflict, Invalid, WrongMove


@command("kernel:filter:edit")
def edit_filter(*, actor: Actor, now: datetime, given: EditFilter) -> Done[SavedFilter]:
    """Save, share, unshare or delete one's own filter, or make it the default."""
    definition = lists.get(given.list_key)
    require(actor, definition.may)
    if given.action == "save":
        kept = _save(actor, given)
    else:
        kept = memory.access_filter(actor, given.list_key, given.filter_id)
        _change(actor, kept, given.action)
    return Done(kept, Subject("filter", kept.pk, kept.name), details={"list": given.list_key, "action": given.action})


def _save(actor: Actor, given: EditFilter) -> SavedFilter:
    if not given.name:
        raise Invalid(_("请给常用筛选起个名字"), fields={"name": _("请填写名称")})
    asked = strictly(Look(actor), lists.get(given.list_key), given.query)
    own = SavedFilter.objects.filter(account_id=actor.account_id, list_key=given.list_key).exclude(name=memory.LAST)
    if own.count() >= memory.MOST_SAVED:
        raise Conflict(_("常用筛选最多 20 个，请先删去不用的"))
    if own.filter(name=given.name).exists():
        raise Conflict(_("已有同名的常用筛选，请换个名字"))
    return SavedFilter.objects.create(
        zone_id=actor.zone_id,
        account_id=actor.account_id,
        list_key=given.list_key,
        name=given.name,
        values=asked.lasting(),
        columns=[column.key for column in asked.columns],
    )


def _change(actor: Actor, kept: SavedFilter, action: str) -> None:
    if action == "delete":
        SavedFilter.objects.filter(pk=kept.pk).delete()
        return
    if action in ("default", "undefault"):
        SavedFilter.objects.filter(account_id=actor.account_id, list_key=kept.list_key).update(is_default=False)
        kept.is_default = action == "default"
    else:
        _share(actor, kept, action)
    kept.save()


def _share(actor: Actor, kept: SavedFilter, action: str) -> None:
    match action:
        case "share":
            if actor.organisation_id is None:
                raise Conflict(_("您的岗位不属于任何机构，不能共享"))
            kept.organisation_id = actor.organisation_id
        case "unshare":
            kept.organisation_id = None
        case "share_role":
            require(actor, "kernel:filter:share")
            kept.role_id = next(iter(actor.role_ids), None)
        case "unshare_role":
            kept.role_id = None


@command("kernel:export:cancel")
def cancel_export(*, actor: Actor, now: datetime, given: OneExport) -> Done[ExportRun]:
    """Stop one's own export; a running one stops at its next chunk."""
    run = exports.access_export(actor, given.run_id)
    if run.state not in exports.OPEN:
        raise WrongMove(_("这次导出已经结束"))
    run.state, run.finished_at = RunState.CANCELLED, now
    run.save()
    return Done(run, Subject("export", run.pk, run.list_key))


@dataclass(frozen=True, slots=True)
class Download:
    """A file on its way out."""

    name: str
    content_type: str
    content: bytes


@command("kernel:export:read")
def read_export(*, actor: Actor, now: datetime, given: FetchExport) -> Done[Download]:
    """Hand out the file of one's own export; every download leaves a line.

    One with personal data unmasked is handed out once (只下载一次) and deleted; the line says how many persons it held, and
    for which purpose.

    Raises:
        NotFound: she has no such export.
        WrongMove: there is no file yet or any more, or it is handed out once and `once` is not said.
    """
    run = exports.access_export(actor, given.run_id)
    until = exports.kept_until(run)
    if run.file is None or (until and now >= until):
        raise WrongMove(run.message or (_("文件已过保存期限") if run.file else _("文件还没有生成")))
    if not run.masked and not given.once:
        raise WrongMove(_("未脱敏的文件只能下载一次，请到“导出”页下载"))
    details: dict[str, object] = {"sha256": run.file.sha256}
    taken = Download(run.file.name, run.file.content_type, files.content_of(actor, run.file.pk))
    if not run.masked:
        details |= {"masked": False, "persons": run.persons, "purpose": run.purpose}
        _give_away(run, run.file, now)
    return Done(taken, Subject("export", run.pk, run.list_key), details=details)


def _give_away(run: ExportRun, file: StoredFile, now: datetime) -> None:
    run.file = None
    run.taken_at, run.message = now, str(_("已下载一次，文件已删除"))
    run.save(update_fields=["file", "taken_at", "message"])
    StoredFile.objects.filter(pk=file.pk).delete()
    live.announce("exports", zone_id=run.zone_id, may="kernel:export:read", account_ids=[run.account_id])
