"""Commands on imports: start, answer, cancel, apply. Writing the rows is the importer's own command."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sibao.kernel import clock, files, live
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.imports import deferring, queries
from sibao.kernel.imports.inputs import AnswerImport, ApplyImport, OneRun, StartImport, as_json
from sibao.kernel.imports.stored import encode
from sibao.kernel.models import HeadingMemory, ImportRow, ImportRun, RunState
from sibao.kernel.refusals import BadRequest, Conflict, Invalid, TooLarge, WrongMove

MAX_BYTES = 20_000_000
OPEN = (RunState.QUEUED, RunState.READING, RunState.PREVIEW, RunState.REFUSED)


@command("kernel:import:start")
def start_import(*, actor: Actor, now: datetime, given: StartImport) -> Done[ImportRun]:
    """Keep an uploaded workbook and queue its reading; nothing of it is written."""
    importer = queries.importer_of(actor, given.importer)
    if actor.appointment_id is None:
        raise BadRequest(_("导入须以岗位身份办理"))
    if len(given.upload.content) > MAX_BYTES:
        raise TooLarge(_("文件超过 20 MB：请拆成几个文件，或删去图片和无关的工作表"))
    run = ImportRun.objects.create(
        **queries.house(actor),
        account_id=actor.account_id,
        appointment_id=actor.appointment_id,
        language=get_language() or settings.LANGUAGE_CODE,
        importer=importer.key,
        file=files.keep(actor, given.upload, now),
        mapping={"headings": queries.remembered(actor, importer.key)},
        created_at=now,
    )
    deferring.read(run)
    return Done(run, _subject(run), details={"sha256": run.file.sha256, "size": run.file.size})


@command("kernel:import:answer")
def answer_import(*, actor: Actor, now: datetime, given: AnswerImport) -> Done[ImportRun]:
    """Take a person's answers, remember headings for next time, and read the workbook again."""
    run = _held(actor, given.run_id, given.version, (RunState.PREVIEW, RunState.REFUSED))
    mapping = run.mapping
    if given.sheet is not None:
        mapping["sheet"] = given.sheet
    mapping["headings"] = {**mapping.get("headings", {}), **given.headings}
    settled = mapping.setdefault("settled", {})
    for key, texts in given.settled.items():
        settled[key] = {**settled.get(key, {}), **texts}
    mapping["confirmed"] = {**mapping.get("confirmed", {}), **as_json(given.confirmed)}
    for heading, field in given.headings.items():
        HeadingMemory.objects.update_or_create(
            zone_id=run.zone_id,
            organisation_id=run.organisation_id,
            unit_id=run.unit_id,
            importer=run.importer,
            heading=heading,
            defaults={"field": field, "used_at": now},
        )
    run.state, run.version, run.progress, run.total = RunState.QUEUED, run.version + 1, 0, 0
    run.save()
    deferring.read(run)
    return Done(run, _subject(run))


@command("kernel:import:cancel")
def cancel_import(*, actor: Actor, now: datetime, given: OneRun) -> Done[ImportRun]:
    """Give an import up; a running one stops at its next chunk, what was written stays and is named."""
    run = queries.access_run(actor, given.run_id)
    if run.state == RunState.APPLYING:
        run.cancel_asked = True
    elif run.state in OPEN:
        run.state, run.cancel_asked = RunState.CANCELLED, True
    else:
        raise WrongMove(_("这次导入已经结束"))
    run.version += 1
    run.save()
    tell(run)
    return Done(run, _subject(run))


@command("kernel:import:apply")
def apply_import(*, actor: Actor, now: datetime, given: ApplyImport) -> Done[ImportRun]:
    """Queue the writing of every row that is new or changed, and of what is let go; rows with problems stay parked."""
    run = _held(actor, given.run_id, given.version, (RunState.PREVIEW,))
    queries.importer_of(actor, run.importer)
    total = run.counts.get("new", 0) + run.counts.get("changed", 0) + _let_go(run, given, now)
    if not total:
        raise WrongMove(_("没有要写入的行：这张表与库中一致，或只有待更正的行"))
    run.state, run.applied_by, run.version = RunState.APPLYING, actor.account_id, run.version + 1
    run.appointment_id = actor.appointment_id or run.appointment_id
    run.progress, run.total = 0, total
    run.save()
    deferring.write(run)
    return Done(run, _subject(run), details={"rows": run.total})


def _let_go(run: ImportRun, given: ApplyImport, now: datetime) -> int:
    """Mark the absent rows that a person has chosen to let go, with their last day; return how many."""
    today = now.astimezone(clock.SHANGHAI).date()
    last = given.left_on or today
    if last > today:
        raise Invalid(fields={"left_on": _("不能晚于今天")})
    absent = ImportRow.objects.filter(run=run, verdict=ImportRow.Verdict.ABSENT)
    chosen = absent if given.all_left else absent.filter(number__in=given.left)
    return chosen.update(confirmed=True, values={"left_on": encode(last)})


def _held(actor: Actor, run_id: int, version: int, states: tuple[str, ...]) -> ImportRun:
    run = queries.access_run(actor, run_id)
    if run.version != version:
        raise Conflict(yours=version, current=run.version)
    if run.state not in states:
        raise WrongMove
    return run


def _subject(run: ImportRun) -> Subject:
    return Subject("import", run.id, run.file.name)


def tell(run: ImportRun) -> None:
    """Tell open pages how far an import is."""
    with transaction.atomic():
        live.announce("imports", zone_id=run.zone_id, may="kernel:import:read", ids=[run.id])
