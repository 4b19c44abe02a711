"""A small world for the permission matrix: eight units in two towns and two sectors, and who reaches what.

`reaches` is the brute-force answer: it looks at one row in hand and knows nothing of queries. A table that it does not
know fails the test; so does a route with an argument that `ARGUMENTS` does not know.
"""

import tomllib
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Model

from sibao.accounts.models import AccessRequest, Account, Appointment, Invitation, MachineKey
from sibao.approvals.models import Consultation, ConsultedBody
from sibao.audit.models import AuditLine, Checkpoint, DestroyedKey, LegalHold
from sibao.directory.models import (
    Employment,
    Likeness,
    Merge,
    Room,
    RoomStay,
    Site,
    Team,
    Unit,
    VehicleUse,
    Zone,
)
from sibao.inbox.models import Announcement, Delivery, Holiday, Message, Task
from sibao.kernel import clock, files
from sibao.kernel.access import Actor, acting, system
from sibao.kernel.imports import returning
from sibao.kernel.imports.importers import IMPORTERS
from sibao.kernel.models import Attachment, ExportRun, ImportRun, Revision, SavedFilter
from sibao.kernel.revising import services as revising
from sibao.kernel.revising.inputs import StartRevision
from sibao.kernel.secrets import seal
from sibao.kernel.ways import Way
from sibao.whitelist.models import Batch, Listing, ListRules
from tests import grounds, world
from tests.accounts import (
    small_applications,
    small_consultations,
    small_criteria,
    small_duty,
    small_entry,
    small_facts,
    small_guides,
    small_list_rules,
    small_routine,
    small_signals,
    small_things,
    small_tracing,
    small_writing,
)
from tests.accounts.small_reach import place, reaches, task_row
from tests.doubles import doubled
from tests.inbox import filling
from tests.listing import drafted, listed

TOWNS = {"419001102": "轵城", "419001100": "克井"}
IMPORTER = "directory:units"
OF_ONE_ROLE = 3
BOUND = {"liaison_unit", "unit_user", "unit_gate_guard"}
SECTORS = {"industry": "工业", "commerce": "商贸"}


@dataclass(frozen=True)
class Small:
    """The world: its units, and one actor for each position that a demo account holds."""

    zone: Zone
    elsewhere: Zone
    units: list[Unit]
    actors: dict[str, Actor]

    def hidden_names(self, actor: Actor) -> list[str]:
        """Names and codes of the units that an actor must not read anywhere behind the sign-in.

        Who was handed a task about a unit may know which unit it is about.
        """
        hidden = [unit for unit in self.units if not reaches(actor, unit) and unit.pk not in _told(actor)]
        return [text for unit in hidden for text in (unit.name, unit.code)]


@cache
def _told(actor: Actor) -> set[int | None]:
    return {task.unit_id for task in Task.objects.all() if task_row(actor, task)}


def positions() -> list[str]:
    """The positions that demo accounts hold: of each role the first three, between whose places its others lie."""
    accounts = _of_pack("demo-accounts")["accounts"]
    role_of = {one["key"]: one["role"] for one in _of_pack("positions")["positions"]}
    by_role: dict[str, list[str]] = {}
    for code in dict.fromkeys(code for account in accounts for code in account["positions"]):
        by_role.setdefault(role_of[code], []).append(code)
    return [code for codes in by_role.values() for code in codes[:OF_ONE_ROLE]]


def _of_pack(name: str) -> dict[str, Any]:
    return tomllib.loads((world.PACK / f"{name}.toml").read_text(encoding="utf-8"))


def build() -> Small:
    """Make the world: half of the units on a published list, the others in a draft; imports of two people."""
    _forget()
    zone = world.load_pack()
    units = [
        world.unit(
            zone, name=f"矩阵{TOWNS[town]}{SECTORS[sector]}{number}号（演示）", town=town, sector=sector, value=10**9
        )
        for town in TOWNS
        for sector in SECTORS
        for number in (1, 2)
    ]
    listed(world.cli(zone), *units[::2])
    for unit in units[1::2]:
        drafted(world.cli(zone), unit)
    actors = {code: world.person(zone, code, unit=units[0] if code in BOUND else None) for code in positions()}
    for unit in units:
        filling.task(actors["hq_office_clerk"], unit)
    filling.announce(actors["hq_office_clerk"])
    filling.deliver()
    for code in ("clerk_industry", "clerk_zhicheng", "clerk_kejing"):
        _import(actors[code])
        _keep_filter(actors[code])
    for unit in (*units, None):
        _ask(zone, unit)
    for unit in units:
        grounds.furnish(unit)
        _invite(actors["hq_office_clerk"], unit)
        small_duty.fill(unit)
        small_things.attach(unit)
        small_guides.check(unit)
        small_facts.dispute(unit)
        small_routine.fill(unit)
        small_entry.fill(unit)
    small_things.own(actors["clerk_industry"])
    small_criteria.draft(zone)
    small_signals.fill(zone)
    small_tracing.screen(zone)
    small_guides.fill(zone)
    small_list_rules.draft(zone)
    small_applications.fill(units)
    doubles = [doubled(unit) for unit in units[::4]]
    small_consultations.ask(actors["hq_office_clerk"], units[-1])
    units += doubles
    _key(Account.objects.create(zone=zone, username="machine", name="机器", is_machine=True, created_at=world.START))
    return Small(zone, _elsewhere(), units, actors)


def grow(small: Small) -> None:
    """Make as much again of what pages show many of: units, batches, tasks, imports, filters, requests."""
    _forget()
    more = [
        world.unit(small.zone, name=f"增长{number}号（演示）", value=10**9, town=town)
        for number in range(6)
        for town in TOWNS
    ]
    listed(world.cli(small.zone), *more[::2])
    small_applications.fill(more)
    drafted(world.cli(small.zone), *more[1::2])
    for unit in more:
        _invite(small.actors["hq_office_clerk"], unit)
        grounds.site(unit)
        small_duty.fill(unit)
        small_guides.check(unit)
        small_facts.dispute(unit)
        small_routine.fill(unit)
        small_entry.fill(unit)
        filling.task(small.actors["hq_office_clerk"], unit)
        _ask(small.zone, unit)
    filling.announce(small.actors["hq_office_clerk"])
    filling.deliver()
    for unit in more[:6]:
        doubled(unit)
    for unit in more[1::4]:
        small_consultations.ask(small.actors["hq_office_clerk"], unit)
    for code in ("clerk_industry", "clerk_zhicheng", "clerk_kejing"):
        _import(small.actors[code])


def _forget() -> None:
    """Forget what is asked of the same rows ever again."""
    for remembered in (_told, row_of, place):
        remembered.cache_clear()


def _key(account: Account) -> None:
    until = clock.now() + timedelta(days=1)
    given = {"zone": account.zone, "account": account, "name": "试", "created_at": world.START, "expires_at": until}
    MachineKey.objects.create(prefix=f"p{account.pk}", digest=b"-", **given)


def _ask(zone: Zone, unit: Unit | None) -> None:
    given = {"kind": "unit" if unit else "official", "code": unit.code if unit else "", "unit": unit}
    until = clock.now() + timedelta(days=1)
    sealed = dict.fromkeys(("sealed_name", "sealed_phone", "sealed_email"), seal("13800000011"))
    with acting(world.cli(zone)):
        AccessRequest.objects.create(
            zone=zone, asked_at=world.START, lapses_at=until, phone_hash=b"", **given, **sealed
        )


def _invite(actor: Actor, unit: Unit) -> None:
    until = clock.now() + timedelta(days=1)
    given = {"zone": unit.zone, "unit": unit, "invited_by_id": actor.appointment_id}
    Invitation.objects.create(digest=f"-{unit.pk}".encode(), invited_at=world.START, lapses_at=until, **given)


def _import(actor: Actor) -> None:
    with acting(actor):
        content = returning.template(actor, IMPORTERS[IMPORTER])
        file = files.keep(actor, files.Upload("名单.xlsx", "", content), clock.now())
    ImportRun.objects.create(
        zone_id=actor.zone_id,
        organisation_id=actor.organisation_id,
        account_id=actor.account_id,
        appointment_id=actor.appointment_id,
        importer=IMPORTER,
        file=file,
        state="cancelled",
        created_at=clock.now(),
    )


def _keep_filter(actor: Actor) -> None:
    owner = {"zone_id": actor.zone_id, "account_id": actor.account_id, "list_key": "accounts:accounts"}
    SavedFilter.objects.create(name="常用", **owner)
    with acting(actor):
        file = files.keep(actor, files.Upload("清单.csv", "text/csv", b"x"), clock.now())
    with acting(actor):
        revising.start_revision(actor=actor, given=StartRevision(list_key=IMPORTER, all_matching=True))
    ExportRun.objects.create(state="done", file=file, created_at=clock.now(), **owner)


def _elsewhere() -> Zone:
    """Another zone on the same installation, with an account in it."""
    zone = Zone.objects.create(code="410100", name="别处", name_en="Elsewhere", short_name="别处", list_prefix="BC")
    account = Account.objects.create(zone=zone, username="far-away", name="外地", created_at=world.START)
    _key(account)
    small_things.belongings(account)
    small_facts.elsewhere(zone)
    small_signals.elsewhere(zone)
    return zone


ARGUMENTS: dict[str, type[Model]] = {
    "kernel:export-file:run_id": ExportRun,
    "kernel:export-cancel:run_id": ExportRun,
    "kernel:attachment-add:subject_id": Unit,
    "attachment_id": Attachment,
    "unit_id": Unit,
    "batch_id": Batch,
    "listing_id": Listing,
    "run_id": ImportRun,
    "revision_id": Revision,
    "account_id": Account,
    "appointment_id": Appointment,
    "filter_id": SavedFilter,
    "factor_id": Authenticator,
    "key_id": MachineKey,
    "request_id": AccessRequest,
    "invitation_id": Invitation,
    "session_id": UserSession,
    "line_id": AuditLine,
    "task_id": Task,
    "message_id": Message,
    "delivery_id": Delivery,
    "announcement_id": Announcement,
    "consultation_id": Consultation,
    "body_id": ConsultedBody,
    "holiday_id": Holiday,
    "checkpoint_id": Checkpoint,
    "destroyed_id": DestroyedKey,
    "hold_id": LegalHold,
    "site_id": Site,
    "team_id": Team,
    "room_id": Room,
    "stay_id": RoomStay,
    "use_id": VehicleUse,
    "employment_id": Employment,
    "rules_id": ListRules,
    **(
        small_applications.ARGUMENTS
        | small_guides.ARGUMENTS
        | small_duty.ARGUMENTS
        | small_criteria.ARGUMENTS
        | small_facts.ARGUMENTS
        | small_entry.ARGUMENTS
        | small_signals.ARGUMENTS
        | small_tracing.ARGUMENTS
        | small_routine.ARGUMENTS
        | small_writing.ARGUMENTS
    ),
    "likeness_id": Likeness,
    "merge_id": Merge,
    "retired_id": Unit,
}
WORDS = {
    "importer": IMPORTER,
    "key": IMPORTER,
    "dashboard:tile:key": "coverage",
    "dashboard:panel:key": "imports",
    "kernel:attachment-add:kind": "unit",
    "kind": "team",
    "feature": "portal_search",
    "secret": "nobody-was-given-this",
    **(small_things.WORDS | small_guides.WORDS | small_facts.WORDS | small_routine.WORDS),
}
"""Arguments that name no row."""
ALSO = {
    "kernel:picker": "directory:unit:read",
    "dashboard:tile": "whitelist:coverage:read",
    "dashboard:panel": "kernel:import:read",
    "kernel:import-template": "directory:unit:import",
    **dict.fromkeys(
        (f"facts:{page}" for page in ("catalogue", "fact", "record", "unit", "units")), "directory:unit:read"
    ),
}
"""Routes whose example asks for one permission more than their gate."""
NOTHING = 2**40


def example(actor: Actor, way: Way, name: str, *, inside: bool) -> int | None:
    """The id of a row that the actor reaches, or does not reach, for an argument of a way; None when there is none.

    Raises:
        KeyError: a route has an argument that nobody gave an example for.
    """
    return row_of(actor, ARGUMENTS.get(f"{way.name}:{name}") or ARGUMENTS[name], inside=inside)


@cache
def row_of(actor: Actor, table: Any, *, inside: bool) -> int | None:
    """The id of the first row of a table that the actor reaches, or does not reach; None when there is none."""
    with acting(system(actor.zone_id, door="cli")):
        return next((row.pk for row in table.objects.order_by("pk") if reaches(actor, row) is inside), None)
