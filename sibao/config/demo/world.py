"""The demo world as plain rows. Ids are those of the tables, counted from 1, so that rows point at each other."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Area:
    """A place 区划: zone, city, county, town, sub-district or park."""

    code: str
    kind: str
    parent: str
    name: str


@dataclass(frozen=True, slots=True)
class Unit:
    """An enterprise or project 企业（项目）. Money in 分; `size` is empty where the method does not apply.

    `code` is the USCC of an enterprise and the project code of a project, whose `owner_code` is its owner's USCC.
    """

    id: int
    kind: str
    code: str
    owner_code: str
    name: str
    short_name: str
    sector: str
    area: str
    industry: str
    staff: int
    revenue: int
    assets: int
    size: str
    lifeline: bool
    founded: date
    address: str


@dataclass(frozen=True, slots=True)
class FormerName:
    """A name 曾用名 that a unit bore until a day."""

    id: int
    unit_id: int
    name: str
    until: date


@dataclass(frozen=True, slots=True)
class Site:
    """A place of work 场所 of a unit."""

    id: int
    unit_id: int
    number: int
    name: str
    area: str
    address: str
    staff: int


@dataclass(frozen=True, slots=True)
class Gate:
    """A gate 门 of a site."""

    id: int
    site_id: int
    unit_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Post:
    """A post 岗位 in a unit; exposure: ordinary or contact."""

    id: int
    unit_id: int
    name: str
    exposure: str


@dataclass(frozen=True, slots=True)
class Team:
    """A team 班组 at a site."""

    id: int
    site_id: int
    unit_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Contact:
    """A person to call 联系人. Phones lie in 1380000xxxx and are invented."""

    id: int
    unit_id: int
    name: str
    duty: str
    phone: str


@dataclass(frozen=True, slots=True)
class Measure:
    """A value of one year: money in 分, freight turnover in 吨公里."""

    id: int
    unit_id: int
    measure: str
    year: int
    amount: int
    source: str


@dataclass(frozen=True, slots=True)
class SupplyLink:
    """A supplier's share, in hundredths of a percent, of what a customer takes of one material."""

    id: int
    supplier_id: int
    customer_id: int
    material: str
    share: int


@dataclass(frozen=True, slots=True)
class Batch:
    """A published batch 批次."""

    id: int
    number: int
    name: str
    document: str
    publicised_from: date
    publicised_to: date
    published: datetime


@dataclass(frozen=True, slots=True)
class Listing:
    """A listing 名单条目 with its present state: active, suspended or removed."""

    id: int
    number: int
    unit_id: int
    batch_id: int
    priority: int
    state: str


@dataclass(frozen=True, slots=True)
class ListingMove:
    """One step in a listing's history."""

    id: int
    listing_id: int
    action: str
    frm: str
    to: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Denominator:
    """An invented sector total of one year, in the sector's measure."""

    id: int
    sector: str
    measure: str
    year: int
    amount: int
    source: str


class Staff(NamedTuple):
    """A natural person 自然人 with the present employment 从业 and, where `former_unit_id` is not 0, an ended one."""

    person_id: int
    name: str
    identity_number: str
    birth_date: date
    male: bool
    unit_id: int
    site_id: int
    post_id: int
    team_id: int
    started: date
    former_unit_id: int
    former_started: date | None
    former_ended: date | None


@dataclass(frozen=True, slots=True)
class World:
    """Everything the demo loads. `staff()` makes its rows anew at each call and keeps none of them."""

    seed: int
    scale: str
    zone_code: str
    zone_name: str
    now: datetime
    areas: tuple[Area, ...]
    units: tuple[Unit, ...]
    former_names: tuple[FormerName, ...]
    sites: tuple[Site, ...]
    gates: tuple[Gate, ...]
    posts: tuple[Post, ...]
    teams: tuple[Team, ...]
    contacts: tuple[Contact, ...]
    measures: tuple[Measure, ...]
    supply_links: tuple[SupplyLink, ...]
    batches: tuple[Batch, ...]
    listings: tuple[Listing, ...]
    listing_moves: tuple[ListingMove, ...]
    denominators: tuple[Denominator, ...]
    newcomers: tuple[Unit, ...]
    staff: Callable[[], Iterator[Staff]]
