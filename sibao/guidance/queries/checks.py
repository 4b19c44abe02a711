"""Checks of units by their sector's guide, and their answers: submitted ones by scope, drafts by their own house."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from sibao.directory.queries import OF_UNIT
from sibao.guidance import rules
from sibao.guidance.models import CheckAnswer, GuideCheck, GuideDocument, GuideItem, ItemStanding
from sibao.guidance.queries.hazards import asked_at, in_force
from sibao.guidance.rules import Said
from sibao.guidance.states import DRAFT, IN_FORCE, SUBMITTED
from sibao.kernel import clock
from sibao.kernel.access import Actor, may, narrow, require
from sibao.kernel.attaching.queries import counted
from sibao.kernel.lists.pickers import Option
from sibao.kernel.refusals import NotFound

READ, ANSWER = "guidance:check:read", "guidance:check:answer"
ANSWER_KIND = "check_answer"
NAMES = ("unit", "sector", "guide")


def kind_of(actor: Actor) -> str:
    """Return whose check an actor's is: a unit's own, or an authority's."""
    return "self" if actor.scope.unit_id else "site"


def is_own(actor: Actor) -> Q:
    """Return the condition that a check is one of the actor's house, which alone sees and fills its drafts."""
    if not may(actor, ANSWER):
        return Q(pk__in=[])
    return Q(kind=kind_of(actor), organisation_id=actor.organisation_id)


def checks(actor: Actor) -> QuerySet[GuideCheck]:
    """Return the submitted checks of the units within reach."""
    require(actor, READ)
    rows = narrow(actor, GuideCheck.objects.filter(state=SUBMITTED), OF_UNIT)
    return rows.select_related("unit__area", "unit__sector", "guide")


def _seen(actor: Actor) -> QuerySet[GuideCheck]:
    require(actor, READ)
    rows = narrow(actor, GuideCheck.objects.filter(Q(state=SUBMITTED) | is_own(actor)), OF_UNIT)
    return rows.select_related(*NAMES)


def check(actor: Actor, check_id: int) -> GuideCheck:
    """Return one check: a submitted one, or a draft of the actor's own house.

    Raises:
        NotFound: there is none of that id in the actor's scope.
    """
    found = _seen(actor).filter(pk=check_id).first()
    if found is None:
        raise NotFound
    return found


def access_check(actor: Actor, check_id: int) -> GuideCheck:
    """Return one check of the actor's own house locked, the only way to hold it in order to change it.

    Raises:
        NotFound: there is none of that id in the actor's scope, or it is another house's.
    """
    rows = narrow(actor, GuideCheck.objects.select_for_update(of=("self",)).select_related("unit"), OF_UNIT)
    found = rows.filter(is_own(actor), pk=check_id).first()
    if found is None:
        raise NotFound
    return found


def checks_of(actor: Actor, unit_id: int) -> QuerySet[GuideCheck]:
    """Return one unit's checks, newest first, with the drafts of the actor's own house."""
    return _seen(actor).filter(unit_id=unit_id).order_by("-id")


def draft_of(actor: Actor, unit_id: int, posture: str) -> GuideCheck | None:
    """Return the draft that the actor's house has of a unit's check."""
    rows = GuideCheck.objects.filter(is_own(actor), unit_id=unit_id, posture=posture, state=DRAFT)
    return rows.first()


def answer(actor: Actor, answer_id: int) -> CheckAnswer:
    """Return one answer of a check; see `check`.

    Raises:
        NotFound: there is none of that id in the actor's scope.
    """
    rows = CheckAnswer.objects.filter(check_made__in=_seen(actor).order_by().values("pk"))
    found = rows.select_related("check_made__unit", "item__document").filter(pk=answer_id).first()
    if found is None:
        raise NotFound
    return found


def own_answer(actor: Actor, answer_id: int) -> CheckAnswer:
    """Return one answer of a draft of the actor's own house, its check locked.

    Raises:
        NotFound: there is none of that id in the actor's scope, or it is another house's.
    """
    found = answer(actor, answer_id)
    access_check(actor, found.check_made_id)
    return answer(actor, answer_id)


def is_own_draft(actor: Actor, found: GuideCheck) -> bool:
    """Return whether a check in hand is a draft that the actor may fill."""
    mine = (found.kind, found.organisation_id) == (kind_of(actor), actor.organisation_id)
    return mine and found.state == DRAFT and may(actor, ANSWER)


def reached_checks(actor: Actor, ids: Collection[int]) -> set[int]:
    """Return those of some checks that the actor may see."""
    if not may(actor, READ):
        return set()
    return set(_seen(actor).filter(pk__in=ids).values_list("pk", flat=True))


def reached_answers(actor: Actor, ids: Collection[int]) -> set[int]:
    """Return those of some answers that the actor may see."""
    if not may(actor, READ):
        return set()
    rows = CheckAnswer.objects.filter(check_made__in=_seen(actor).order_by().values("pk"), pk__in=ids)
    return set(rows.values_list("pk", flat=True))


def takes_answer_files(actor: Actor, answer_id: int) -> bool:
    """Return whether files may be hung on an answer: while its check is drafted, by the house that drafts it."""
    own = GuideCheck.objects.filter(is_own(actor), state=DRAFT).values("pk")
    return CheckAnswer.objects.filter(pk=answer_id, check_made__in=own).exists()


def items_asked(unit: Any, posture: str, sector_id: int | None = None) -> QuerySet[GuideItem]:
    """Return what is asked of a unit in a state, in order: its sector's guides of the hazards in force for it.

    Args:
        sector_id: of this sector instead, for a check that was begun before the unit's changed.
    """
    place = {"zone_id": unit.zone_id, "sector_id": sector_id or unit.sector_id, "posture": posture}
    rows = GuideItem.objects.filter(asked_at(in_force(unit.zone_id), unit.area.path), **place, retired=False)
    return rows.order_by("order", "id")


def guide_in_force(zone_id: int, sector_id: int) -> GuideDocument | None:
    """Return the guide of a sector that is in force."""
    rows = GuideDocument.objects.filter(zone_id=zone_id, sector_id=sector_id, kind="guide", state=IN_FORCE)
    return rows.first()


def last_answers(unit_id: int, posture: str, kind: str) -> dict[int, CheckAnswer]:
    """Return what a unit's last submitted check of a kind said: item → answer."""
    rows = GuideCheck.objects.filter(unit_id=unit_id, posture=posture, kind=kind, state=SUBMITTED)
    last = rows.order_by("-submitted_at", "-id").first()
    return {one.item_id: one for one in last.answers.select_related("item", "check_made")} if last else {}


def said_of(row: ItemStanding) -> Said:
    """Return a standing as the rules see it."""
    return Said(row.said, row.by, row.good_until)


@dataclass(frozen=True, slots=True)
class Asked:
    """One item of a check as its page shows it: the answer, its files, and how the unit stands to it otherwise."""

    row: CheckAnswer
    item: GuideItem
    files: int
    standing: ItemStanding | None

    @property
    def text(self) -> str:
        """What was asked when the check was submitted, or is asked now."""
        return self.row.text or self.item.text

    @property
    def lacks_file(self) -> bool:
        """Whether it is said to be met and the file that shows it is missing."""
        return self.row.said == "met" and self.item.evidence in rules.WITH_FILE and not self.files

    @property
    def declared(self) -> bool:
        """Whether people answer it; a criterion is judged."""
        return self.item.kind == "declaration"


@dataclass(frozen=True, slots=True)
class Part:
    """A chapter of a check."""

    name: str
    items: tuple[Asked, ...]


def parts(found: GuideCheck) -> tuple[Part, ...]:
    """Return a check that the actor has been allowed to see, chapter by chapter; in four queries, however long it is."""
    rows = list(found.answers.select_related("item__document").order_by("item__order", "item"))
    files = files_of(rows)
    standings = {row.item_id: row for row in ItemStanding.objects.filter(unit_id=found.unit_id)}
    asked = [Asked(row, row.item, files[row.pk], standings.get(row.item_id)) for row in rows]
    chapters = ((name, tuple(one for one in asked if one.item.chapter == key)) for key, name in rules.CHAPTERS.items())
    return tuple(Part(str(name), items) for name, items in chapters if items)


def files_of(rows: Collection[CheckAnswer]) -> Mapping[int, int]:
    """Return how many files show each answer, its own and those of the earlier answer it builds on."""
    ids = {row.pk for row in rows} | {row.basis_id for row in rows if row.basis_id}
    there = counted(ANSWER_KIND, ids)
    return {row.pk: there.get(row.pk, 0) + there.get(row.basis_id or 0, 0) for row in rows}


class Shown(NamedTuple):
    """By the files of which answer an answer is shown, and from which day it counts."""

    answer_id: int
    since: date


def shown_by(rows: Collection[CheckAnswer], today: date) -> dict[int, Shown]:
    """Return by what each of some answers is shown: by itself, or by the earlier answer whose files it builds on.

    Saying the same again makes no photo younger. What is still drafted counts from today.
    """
    own = counted(ANSWER_KIND, [row.pk for row in rows])
    ids = [
        row.basis_id for row in rows if row.basis_id and row.item.evidence in rules.WITH_FILE and not own.get(row.pk)
    ]
    earlier = {row.pk: row for row in CheckAnswer.objects.filter(pk__in=ids).select_related("check_made")}
    carriers = ((row, earlier.get(row.basis_id or 0, row)) for row in rows)
    return {row.pk: Shown(carrier.pk, _day_of(carrier.check_made, today)) for row, carrier in carriers}


def _day_of(found: GuideCheck, today: date) -> date:
    return found.submitted_at.astimezone(clock.SHANGHAI).date() if found.submitted_at else today


def posture_options(actor: Actor) -> list[Option]:
    """Return the states of a guide to choose from."""
    return [Option(key, word) for key, word in rules.POSTURES.items()]


def kind_options(actor: Actor) -> list[Option]:
    """Return the kinds of checks to choose from."""
    return [Option(key, word) for key, word in rules.CHECK_KINDS.items()]
