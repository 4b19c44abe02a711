"""Rows of the list's history, its documents, and coverage as it was day by day."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from sibao.config.demo.world import World
from sibao.kernel import clock
from sibao.kernel.access import Actor
from sibao.kernel.commands import Subject
from sibao.kernel.documents.issuing import issue
from sibao.kernel.documents.notices import NOTICE_TEMPLATE
from sibao.kernel.standing import SYSTEM
from sibao.whitelist import models, rules
from sibao.whitelist.services.wording import publication

CLI = 0
BATCH = (
    "id",
    "zone_id",
    "number",
    "state",
    "note",
    "publicity_number",
    "publicised_at",
    "objection_until",
    "notice_number",
    "published_at",
    "withdrawn_reason",
    "created_by",
    "created_at",
    "version",
)
LISTING = (
    "id",
    "zone_id",
    "unit_id",
    "batch_id",
    "number",
    "state",
    "role",
    "priority",
    "listed_at",
    "removed_at",
    "state_reason",
    "updated_at",
    "version",
)
CHANGE = (
    "zone_id",
    "listing_id",
    "unit_id",
    "batch_id",
    "from_state",
    "to_state",
    "at",
    "recorded_at",
    "account_id",
    "reason",
)


def tables(world: World, keys: Any, now: datetime) -> Iterator[tuple[Any, tuple[str, ...], Iterator[Any]]]:
    """Yield model, columns and rows of batches, members, listings, their changes, and denominators."""
    zone = keys.zone
    batches = {batch.id: batch for batch in world.batches}
    last = {move.listing_id: move for move in world.listing_moves}
    yield models.Batch, BATCH, (_batch(batch, zone) for batch in world.batches)
    yield (
        models.BatchMember,
        ("zone_id", "batch_id", "unit_id", "added_by", "added_at"),
        (
            (zone, one.batch_id, one.unit_id, CLI, _midnight(batches[one.batch_id].publicised_from))
            for one in world.listings
        ),
    )
    yield (
        models.Listing,
        LISTING,
        (_listing(one, batches[one.batch_id], last.get(one.id), zone) for one in world.listings),
    )
    yield models.ListingChange, CHANGE, _changes(world, zone)
    yield (
        models.Denominator,
        ("zone_id", "sector_id", "measure_id", "year", "value", "source", "invented", "recorded_by", "recorded_at"),
        (
            (
                zone,
                keys.sectors[one.sector],
                keys.measures[one.measure],
                one.year,
                one.amount,
                one.source,
                True,
                CLI,
                _midnight(date(2022, 5, 1)),
            )
            for one in world.denominators
        ),
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.SHANGHAI)


def _batch(batch: Any, zone: int) -> tuple[Any, ...]:
    begun, until = _midnight(batch.publicised_from), _midnight(batch.publicised_to)
    number, publicity = batch.document, batch.document.replace("济四保办", "济四保公示")
    return (
        batch.id,
        zone,
        batch.number,
        "published",
        "",
        publicity,
        begun,
        until,
        number,
        batch.published,
        "",
        CLI,
        begun - timedelta(days=1),
        3,
    )


def _listing(one: Any, batch: Any, move: Any, zone: int) -> tuple[Any, ...]:
    changed = move is not None and move.action != "publish"
    return (
        one.id,
        zone,
        one.unit_id,
        one.batch_id,
        one.number,
        one.state,
        "listed",
        one.priority,
        batch.published,
        move.at if one.state == "removed" else None,
        move.reason if changed else "",
        move.at if move else batch.published,
        3 if changed else 2,
    )


def _changes(world: World, zone: int) -> Iterator[tuple[Any, ...]]:
    batches = {batch.id: batch for batch in world.batches}
    units = {one.id: (one.unit_id, one.batch_id) for one in world.listings}
    for one in world.listings:
        begun = _midnight(batches[one.batch_id].publicised_from)
        yield zone, one.id, one.unit_id, one.batch_id, "", "pending", begun, begun, CLI, "列入公示"
    for move in world.listing_moves:
        unit, batch = units[move.listing_id]
        before = "pending" if move.action == "publish" else move.frm
        yield zone, move.listing_id, unit, batch, before, move.to, move.at, move.at, CLI, move.reason


def name_causes(zone_id: int) -> None:
    """Write down why listings are suspended: by hand, for the reason that each gives."""
    models.Suspension.objects.bulk_create(
        models.Suspension(
            zone_id=zone_id,
            listing=one,
            cause="pause",
            reason=one.state_reason,
            begun_at=one.updated_at,
            begun_by=SYSTEM,
        )
        for one in models.Listing.objects.filter(zone_id=zone_id, state="suspended")
    )


def issue_documents(actor: Actor) -> None:
    """Issue the notice of each published batch, as its publication would have."""
    for batch in models.Batch.objects.filter(zone_id=actor.zone_id).select_related("zone").order_by("number"):
        rows = batch.listings.select_related("unit__area", "unit__sector").order_by("number")
        if batch.published_at is None or rows.count() > 2_000:
            continue
        said = publication(batch, list(rows), batch.published_at.astimezone(clock.SHANGHAI).date())
        issue(
            zone_id=batch.zone_id,
            kind="whitelist-notice",
            number=batch.notice_number,
            title=said.title,
            template=NOTICE_TEMPLATE,
            data=said.notice.data(),
            subject=Subject("batch", batch.pk, rules.batch_name(batch.number)),
            actor=actor,
            now=batch.published_at,
        )


def write_trend(zone_id: int, world: World) -> None:
    """Write each sector's coverage of every day since the first batch, from the history itself."""
    sector_of = {unit.id: unit.sector for unit in world.units}
    totals = {one.sector: one for one in world.denominators}
    years = {sector: one.year for sector, one in totals.items()}
    values = {
        (one.unit_id, one.year): one.amount for one in world.measures if one.year == years.get(sector_of[one.unit_id])
    }
    units = {one.id: one.unit_id for one in world.listings}
    sectors = dict(models.CoverageCell.objects.filter(zone_id=zone_id).values_list("sector__code", "sector_id"))
    present: dict[int, str] = {}
    moves = sorted(world.listing_moves, key=lambda move: move.at)
    day, last = world.batches[0].published.date() - timedelta(days=1), world.now.date()
    rows = []
    while day < last:
        while moves and moves[0].at.astimezone(clock.SHANGHAI).date() <= day:
            move = moves.pop(0)
            present[units[move.listing_id]] = move.to
        for sector, sector_id in sectors.items():
            active = [unit for unit, state in present.items() if state == "active" and sector_of[unit] == sector]
            rows.append(
                models.CoverageDay(
                    zone_id=zone_id,
                    sector_id=sector_id,
                    day=day,
                    listed=len(active),
                    listed_value=sum(values.get((unit, years.get(sector, 0)), 0) for unit in active),
                    denominator=totals[sector].amount if sector in totals else None,
                )
            )
        day += timedelta(days=1)
    models.CoverageDay.objects.bulk_create(rows)
