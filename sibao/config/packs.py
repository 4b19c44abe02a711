"""Reading a place's pack from its files and giving each context its part."""

import csv
import tomllib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from sibao.accounts import services as accounts
from sibao.accounts.inputs import AccountsPack
from sibao.approvals import services as approvals
from sibao.approvals.inputs import ConsultationsPack
from sibao.audit import services as audit
from sibao.audit.inputs import PrivacyPack
from sibao.directory import services as directory
from sibao.directory.models import Zone
from sibao.directory.services.packs import DirectoryPack, ReferenceRows
from sibao.duty import services as duty
from sibao.duty.inputs import DutyPack
from sibao.entry import services as entry
from sibao.entry.inputs import EntryPack
from sibao.facts import services as facts
from sibao.facts.inputs import CriteriaPack, FactsPack
from sibao.guidance import services as guidance
from sibao.guidance.inputs import GuidancePack
from sibao.inbox import services as inbox
from sibao.inbox.inputs import InboxPack
from sibao.kernel.access import Actor, system
from sibao.kernel.zoned import services as zoned
from sibao.kernel.zoned.inputs import ZonedPack
from sibao.prevention import services as prevention
from sibao.prevention.inputs import PreventionPack
from sibao.routine import services as routine
from sibao.routine.inputs import RoutinePack
from sibao.tracing import services as tracing
from sibao.tracing.inputs import TracingPack
from sibao.whitelist import services as whitelist
from sibao.whitelist.inputs import WhitelistPack


def load(
    folder: Path,
    *,
    demo: bool = False,
    instead: Mapping[str, Any] | None = None,
    areas: list[dict[str, str]] | None = None,
    now: datetime | None = None,
) -> Actor:
    """Load the pack in `folder` and the national classifications; return the actor of the command line in its zone.

    Args:
        folder: the pack.
        demo: a zone that is not there yet is marked as a demo; the mark of one that is there never changes.
        instead: entries that replace the pack's own, such as names and code for a demo of another scale.
        areas: places that replace the pack's own.
        now: from when its standards and rules of the list hold; the moment of loading where none is given.
    """
    pack = {**_toml(folder / "pack.toml"), **(instead or {})}
    said = _zone(pack)
    zone, _created = Zone.objects.update_or_create(
        code=pack["zone_code"], defaults=said, create_defaults={**said, "demo": demo}
    )
    actor = system(zone.id, door="cli")
    directory.load_reference(actor=actor, given=_reference(settings.PACKS / "reference"))
    directory.load_pack(actor=actor, given=_directory(folder, pack, areas or area_rows(folder)))
    parts = (_toml(folder / f"{name}.toml") for name in ("roles", "positions", "accounts", "lists"))
    accounts.load_pack(actor=actor, given=AccountsPack(**{key: rows for part in parts for key, rows in part.items()}))
    zoned.load_pack(actor=actor, given=_zoned(folder))
    inbox.load_pack(actor=actor, given=_inbox(folder))
    duty.load_pack(actor=actor, given=_duty(folder))
    approvals.load_pack(actor=actor, given=ConsultationsPack(**_toml(folder / "consultations.toml")))
    hazards = [settings.PACKS / hazard for hazard in pack["hazards"]]
    facts.load_pack(actor=actor, given=FactsPack(facts=_rows("facts", folder, *hazards)))
    for hazard in hazards:
        load_hazard(actor, hazard, in_force=hazard.name in pack.get("in_force", pack["hazards"]))
    criteria = CriteriaPack(criteria=_rows("criteria", folder, *hazards))
    facts.load_criteria(actor=actor, given=criteria, now=now)
    listed = {**_toml(folder / "targets.toml"), **_toml(folder / "list-rules.toml")}
    whitelist.load_pack(actor=actor, given=WhitelistPack(**listed), now=now)
    audit.load_pack(actor=actor, given=PrivacyPack(**_toml(folder / "privacy.toml")))
    return actor


def places() -> dict[str, Path]:
    """Return the packs of places that come with the program, by the code of their zone."""
    folders = (path.parent for path in sorted(settings.PACKS.glob("*/areas.csv")))
    return {_toml(folder / "pack.toml")["zone_code"]: folder for folder in folders}


def installed() -> list[Path]:
    """Return those whose zone is in the database."""
    return [folder for code, folder in places().items() if Zone.objects.filter(code=code).exists()]


def from_elsewhere() -> list[str]:
    """Return the names of zones whose pack does not come with the program."""
    return list(Zone.objects.exclude(code__in=places()).order_by("code").values_list("name", flat=True))


def load_hazard(actor: Actor, folder: Path, *, in_force: bool = True) -> None:
    """Load a hazard's part: what it asks of each sector's units, now or once it is in force, and what is monitored."""
    pack, guides = _toml(folder / "pack.toml"), sorted((folder / "guides").glob("*.toml"))
    said = {name: pack[name] for name in ("key", "zh", "en")} | {"in_force": in_force}
    guidance.load_pack(
        actor=actor, given=GuidancePack.model_validate(said | {"guides": [_toml(path) for path in guides]})
    )
    if (signals := folder / "signals.toml").exists():
        prevention.load_pack(
            actor=actor, given=PreventionPack.model_validate({"hazard": pack["key"], **_toml(signals)})
        )
    if (contacts := folder / "tracing.toml").exists():
        tracing.load_pack(actor=actor, given=TracingPack.model_validate({"hazard": pack["key"], **_toml(contacts)}))
    if (daily := folder / "routine.toml").exists():
        routine.load_pack(actor=actor, given=RoutinePack.model_validate(_toml(daily)))
    if (coming_in := folder / "entry.toml").exists():
        said = {"hazard": pack["key"], "version": pack["version"], **_toml(coming_in)}
        entry.load_pack(actor=actor, given=EntryPack.model_validate(said))


FILES = {"facts": "facts.toml", "criteria": "standards.toml"}
"""What the packs of hazards may add to what a place's own pack has."""


def _rows(part: str, *folders: Path) -> list[Any]:
    files = (folder / FILES[part] for folder in folders)
    return [row for file in files if file.exists() for row in _toml(file)[part]]


def _zone(pack: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": pack["zh"],
        "name_en": pack["en"],
        "short_name": pack["short_zh"],
        "list_prefix": pack["list_prefix"],
        "plate_prefix": pack.get("plate_prefix", ""),
        "hotline": pack.get("hotline", ""),
        "largest_team": pack.get("largest_team"),
    }


def area_rows(folder: Path) -> list[dict[str, str]]:
    """Return a pack's places, without empty cells."""
    rows = [{name: value for name, value in row.items() if value} for row in _csv(folder / "areas.csv")]
    return [{**row, "statistical_code": row["code"] if row["code"].isdigit() else ""} for row in rows]


def _directory(folder: Path, pack: dict[str, Any], areas: list[dict[str, str]]) -> DirectoryPack:
    return DirectoryPack.model_validate(
        {
            "documents": pack["documents"],
            "areas": areas,
            **_toml(folder / "organisations.toml"),
            **_toml(folder / "sectors.toml"),
        }
    )


def _reference(folder: Path) -> ReferenceRows:
    return ReferenceRows(
        industries=[
            (row["code"], row["level"], row["parent"], row["name_zh"]) for row in _csv(folder / "gbt4754-2017.csv")
        ],
        bounds=[
            (
                row["group"],
                row["gbt4754_prefixes"].split(";"),
                row["indicator"],
                int(row["large_min"] or 0),
                int(row["medium_min"] or 0),
                int(row["small_min"] or 0),
            )
            for row in _csv(folder / "size-classes-2017.csv")
        ],
    )


def _zoned(folder: Path) -> ZonedPack:
    """The national code lists, and after them the place's own settings."""
    own, national = _toml(folder / "zoned.toml"), _toml(settings.PACKS / "reference" / "codes.toml")
    return ZonedPack.model_validate(own | {"code_lists": [*national["code_lists"], *own.get("code_lists", [])]})


def _inbox(folder: Path) -> InboxPack:
    table = settings.PACKS / "reference" / "holidays-2022-2027.csv"
    days = [
        {"day": row["date"], "kind": row["kind"], "name": row["name"], "published": row["status"] == "published"}
        for row in _csv(table)
    ]
    return InboxPack.model_validate({**_toml(folder / "inbox.toml"), "holidays": days, "holiday_source": table.stem})


def _duty(folder: Path) -> DutyPack:
    leads = [row for row in _toml(folder / "organisations.toml")["organisations"] if row.get("lead")]
    groups = [
        {"group": row["key"], "lead": row["lead"], "to_be_confirmed": row.get("lead_status") != "named"}
        for row in leads
    ]
    return DutyPack.model_validate({**_toml(folder / "duty.toml"), "groups": groups})


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
