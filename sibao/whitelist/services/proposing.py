"""Judging units again and proposing what follows (名单提议, R32): no listing changes by itself, a person accepts or declines."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import F, Value
from django.db.models.functions import Greatest

from sibao.accounts import queries as accounts
from sibao.criteria import Words
from sibao.directory import queries as directory
from sibao.facts import queries as facts
from sibao.facts import services as judging
from sibao.facts.inputs import KeepVerdicts
from sibao.inbox import queries as inbox_queries
from sibao.inbox import services as inbox
from sibao.inbox.inputs import AssignTask, CompleteTask
from sibao.kernel.access import Actor, system
from sibao.kernel.commands import Done, Subject, command
from sibao.whitelist import queries, sql, states
from sibao.whitelist.inputs import RenewProposals
from sibao.whitelist.models import ListProposal
from sibao.whitelist.queries.proposals import Place

if TYPE_CHECKING:
    from sibao.directory.models import Sector

TASK_KIND = "list_proposals"
BEGINS = {
    "add": Words("符合《{title}》第{number}版：", "Meets {title_en}, version {number}: "),
    "remove": Words("不再符合《{title}》第{number}版：", "No longer meets {title_en}, version {number}: "),
    "lift": Words(
        "暂停的原因已消除，按《{title}》第{number}版：",
        "What it was suspended for is cured, by {title_en}, version {number}: ",
    ),
}
KINDS = {"add": Words("纳入", "to let in"), "remove": Words("移出", "to remove"), "lift": Words("恢复", "to resume")}
LONGEST, LONGEST_EN = 600, 1_000


@command("whitelist:proposal:renew")
def renew_proposals(*, actor: Actor, now: datetime, given: RenewProposals) -> Done[Counter[str]]:
    """Judge units again and let what is proposed be what follows; by the system, at night and on a change.

    What no longer follows lapses; what was decided is proposed again only once something it read has changed.

    Returns:
        How many were made and how many lapsed.
    """
    sql.one_review(actor.zone_id)
    due = queries.due(actor, now, given.unit_ids, given.sectors)
    standing = queries.standing_proposals(actor.zone_id, given.unit_ids, given.sectors)
    kept = {(one.unit_id, one.kind): one for one in standing}
    over = [one for place, one in kept.items() if due.get(place) != one.sector.code]
    spoken = _changed(actor, now, [one for place, one in kept.items() if one.silent and one not in over])
    _let_go(over + spoken, now)
    gone = {one.pk for one in over + spoken}
    new = {place: key for place, key in due.items() if place not in kept or kept[place].pk in gone}
    made = _make(actor, now, new)
    follow_up(actor.zone_id, now)
    done = Counter(made=made, lapsed=sum(one.state == "open" for one in over))
    return Done(done, Subject("list_proposals", None, "名单提议"), details={**done})


def _changed(actor: Actor, now: datetime, silent: Iterable[ListProposal]) -> list[ListProposal]:
    """Return those of the decided proposals whose unit is judged otherwise now, or on other numbers."""
    by_sector: dict[str, list[ListProposal]] = defaultdict(list)
    for one in silent:
        by_sector[one.sector.code].append(one)
    found: list[ListProposal] = []
    for key, rows in by_sector.items():
        ids = [one.unit_id for one in rows]
        judged = facts.judge_units(actor.zone_id, ids, queries.STANDARD.word, key, now)
        found += [one for one in rows if not facts.unchanged(one.verdict, judged[one.unit_id])]
    return found


def _let_go(over: Iterable[ListProposal], now: datetime) -> None:
    """Let open proposals lapse, and let decided ones silence nothing any more."""
    rows = ListProposal.objects.filter(pk__in=[one.pk for one in over])
    rows.filter(silent=True).update(silent=False)
    rows.filter(state="open").update(
        state=states.PROPOSAL.move("open", "lapse"),
        ended_at=Greatest(F("made_at"), Value(now)),
        reason="情况已变化，不再成立",
        version=F("version") + 1,
    )


def _make(actor: Actor, now: datetime, new: Mapping[Place, str]) -> int:
    """Propose what is new, sector by sector; return how much."""
    if not new:
        return 0
    known, rows = facts.known_facts(actor.zone_id), []
    for sector in directory.zone_sectors(actor.zone_id):
        if kinds := {unit_id: kind for (unit_id, kind), key in new.items() if key == sector.code}:
            rows += _of_sector(actor, now, known, sector, kinds)
    return len(ListProposal.objects.bulk_create(rows))


def _of_sector(
    actor: Actor, now: datetime, known: facts.Known, sector: "Sector", kinds: Mapping[int, str]
) -> list[ListProposal]:
    """Keep a verdict about each unit and make the proposal that rests on it; who is judged otherwise this very moment waits."""
    given = KeepVerdicts(unit_ids=sorted(kinds), use=queries.STANDARD.word, key=sector.code)
    verdicts = judging.keep_verdicts(actor=actor, given=given, now=now)
    listings = queries.running_of(actor.zone_id, [unit_id for unit_id, kind in kinds.items() if kind != "add"])
    clauses = queries.clauses_of_listings([one.pk for one in listings.values()])
    rows = []
    for unit_id, verdict in verdicts.items():
        kind, listing = kinds[unit_id], listings.get(unit_id)
        if kind == "lift" or verdict.answer is (kind == "add"):
            only = clauses.get(listing.pk, []) if kind == "lift" and listing else None
            read = facts.reasons(known, verdict, answer=kind != "remove", only=only)
            named = {name: getattr(verdict.criterion, name) for name in ("title", "title_en", "number")}
            rows.append(
                ListProposal(
                    zone_id=actor.zone_id,
                    unit_id=unit_id,
                    sector=sector,
                    kind=kind,
                    listing=listing,
                    verdict=verdict,
                    why=(BEGINS[kind].zh.format(**named) + read.zh)[:LONGEST],
                    why_en=(BEGINS[kind].en.format(**named) + read.en)[:LONGEST_EN],
                    made_at=now,
                )
            )
    return rows


def follow_up(zone_id: int, now: datetime) -> None:
    """Have one task for the list's office as long as anything is open, and end it when nothing is."""
    task = inbox_queries.task_of(zone_id, TASK_KIND, TASK_KIND, zone_id)
    rows = ListProposal.objects.filter(zone_id=zone_id, state="open").order_by("kind")
    if task is None and (counts := Counter(rows.values_list("kind", flat=True))):
        _ask(zone_id, counts, now)
    elif task is not None and not rows.exists():
        done = CompleteTask(task_id=task.pk, version=task.version, result="名单提议已全部办理或失效")
        inbox.complete_task(actor=system(zone_id, door="queue"), given=done, now=now)


def _ask(zone_id: int, counts: Counter[str], now: datetime) -> None:
    able = accounts.able_positions(zone_id, "whitelist:proposal:accept")
    seat = able.filter(sector=None).first()
    if seat is None:
        return
    given = AssignTask(
        kind=TASK_KIND,
        title="办理名单提议：" + "、".join(f"{KINDS[kind].zh} {counts[kind]} 家" for kind in KINDS if counts[kind]),
        title_en="Proposals of the list: "
        + ", ".join(f"{counts[kind]} {KINDS[kind].en}" for kind in KINDS if counts[kind]),
        details="在“名单提议”页逐条采纳或写明理由不采纳；名单不会自行变动。",
        position_id=seat.pk,
        subject_kind=TASK_KIND,
        subject_id=zone_id,
    )
    inbox.assign_task(actor=system(zone_id, door="queue"), given=given, now=now)
