"""The headquarters by position (R118): ranks, seats, who sits in them and until when."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sibao.accounts.models import Position
from sibao.accounts.queries.accounts import Seat, seats
from sibao.directory import queries as directory
from sibao.kernel.access import Actor, require

HEADQUARTERS = ("headquarters", "hq_office")


@dataclass(frozen=True, slots=True)
class Rank:
    """Seats of one rank, such as 副指挥长: the word that stands before the bracket in their titles."""

    title: str
    title_en: str
    seats: tuple[Seat, ...]

    @property
    def count(self) -> int:
        return sum(seat.position.seats for seat in self.seats)

    @property
    def vacant(self) -> int:
        return sum(seat.vacant for seat in self.seats)


@dataclass(frozen=True, slots=True)
class Body:
    """A headquarters or its office, with its ranks from the top."""

    name: str
    name_en: str
    ranks: tuple[Rank, ...]

    @property
    def count(self) -> int:
        return sum(rank.count for rank in self.ranks)

    @property
    def vacant(self) -> int:
        return sum(rank.vacant for rank in self.ranks)


def headquarters(actor: Actor, now: datetime) -> list[Body]:
    """Return the headquarters and their offices, composed of positions (R118), to every scope in the zone."""
    require(actor, "directory:organisation:read")
    bodies = [one for one in directory.organisations(actor) if one.kind in HEADQUARTERS]
    rows = Position.objects.filter(zone_id=actor.zone_id, organisation__in=bodies)
    found = seats(rows.select_related("organisation", "document").order_by("order", "id"), now)
    return [Body(one.name, one.name_en, _ranks([seat for seat in found if _of(seat) == one.pk])) for one in bodies]


def _of(seat: Seat) -> int | None:
    return seat.position.organisation_id


def _rank(seat: Seat) -> tuple[str, str]:
    return seat.position.title.partition("（")[0], seat.position.title_en.partition(" (")[0]


def _ranks(found: list[Seat]) -> tuple[Rank, ...]:
    return tuple(Rank(*words, tuple(run)) for words, run in groupby(found, key=_rank))
