"""Coverage counted by hand: from the rows, one by one, without any of the product's sums."""

import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable

from django.db import connection, transaction

from sibao.directory.inputs import EditUnit
from sibao.directory.models import Area, Sector, Unit, UnitMeasure, Zone
from sibao.directory.services import edit_unit
from sibao.kernel import clock
from sibao.kernel.access import Actor
from sibao.whitelist.inputs import ChangeListing
from sibao.whitelist.models import CoverageCell, CoverageDay, Denominator, Listing

FIGURES = ("units", "listed", "publicised", "suspended", "listed_value", "listed_unknown")
WORDS = {"active": "listed", "pending": "publicised", "suspended": "suspended"}


def recount(zone: Zone) -> dict[tuple[int, int], dict[str, int]]:
    """Return each cell's figures, counted unit by unit."""
    years = dict(Denominator.objects.filter(superseded_at=None).values_list("sector_id", "year"))
    cells: dict[tuple[int, int], Counter[str]] = defaultdict(Counter)
    for unit in Unit.objects.filter(zone=zone, ceased_on=None).select_related("sector"):
        cell = cells[unit.area_id, unit.sector_id]
        cell["units"] += 1
        listing = Listing.objects.filter(unit=unit).exclude(state="removed").first()
        if listing is None:
            continue
        cell[WORDS[listing.state]] += 1
        if listing.state != "active":
            continue
        year = years.get(unit.sector_id, clock.today().year - 1)
        value = UnitMeasure.objects.filter(unit=unit, measure=unit.sector.measure, year=year).first()
        cell["listed_value"] += value.value if value else 0
        cell["listed_unknown"] += value is None
    return {key: {name: cell[name] for name in FIGURES} for key, cell in cells.items()}


def kept(zone: Zone) -> dict[tuple[int, int], dict[str, int]]:
    """Return the product's cells; those without any unit say nothing and are left out."""
    rows = CoverageCell.objects.filter(zone=zone).values("area_id", "sector_id", *FIGURES)
    return {
        (row["area_id"], row["sector_id"]): {name: row[name] for name in FIGURES}
        for row in rows
        if any(row[name] for name in FIGURES)
    }


def days_differ(zone: Zone) -> list[str]:
    """Return the sectors whose last kept day is not the sum of their cells now."""
    wrong = []
    for sector in Sector.objects.filter(zone=zone):
        day = CoverageDay.objects.filter(sector=sector).order_by("-day").first()
        cells = [cell for (_area, one), cell in recount(zone).items() if one == sector.pk]
        if day and (day.listed, day.listed_value) != tuple(
            sum(cell[name] for cell in cells) for name in ("listed", "listed_value")
        ):
            wrong.append(sector.code)
    return wrong


def moved(actor: Actor, unit: Unit, town: str, sector: str = "") -> None:
    """Move a unit to another town, and to another sector if one is given."""
    unit = Unit.objects.get(pk=unit.pk)
    names = ("kind", "code", "name", "industry_code", "address", "founded_on", "staff_count", "city_lifeline")
    details = {name: getattr(unit, name) for name in names}
    area = Area.objects.get(zone=unit.zone, code=town)
    field = Sector.objects.get(zone=unit.zone, code=sector) if sector else unit.sector
    given = details | {"area_id": area.pk, "sector_id": field.pk, "unit_id": unit.pk, "version": unit.version}
    edit_unit(actor=actor, given=EditUnit.model_validate(given))


def change(actor: Actor, unit: Unit, action: Callable[..., object]) -> None:
    """Suspend, resume or remove the listing of a unit."""
    listing = Listing.objects.exclude(state="removed").get(unit=unit)
    given = ChangeListing(listing_id=listing.pk, version=listing.version, reason="核查后决定")
    action(actor=actor, given=given)


def at_once(first: Callable[[], object], second: Callable[[], object]) -> None:
    """Let a second command run in its own connection while the first has done its work and not yet committed."""
    failed: list[BaseException] = []

    def run() -> None:
        try:
            second()
        except BaseException as error:  # noqa: BLE001 - told to the test below
            failed.append(error)
        finally:
            connection.close()

    other = threading.Thread(target=run)
    with transaction.atomic():
        first()
        other.start()
        _until_it_waits(other)
    other.join()
    if failed:
        raise failed[0]


def _until_it_waits(other: threading.Thread) -> None:
    """Go on as soon as another connection waits for a lock that this one holds, or the other thread is done."""
    while other.is_alive():
        with connection.cursor() as cursor:
            cursor.execute(
                "select count(*) from pg_locks waiting where not waiting.granted"
                " and pg_backend_pid() = any(pg_blocking_pids(waiting.pid))"
            )
            if cursor.fetchone()[0]:
                return
        time.sleep(0.01)
