"""Loading a place's pack: documents, areas, organisations, measures, sectors. Loading twice changes nothing."""

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel

from sibao.directory.models import Area, Industry, Measure, Organisation, PolicyDocument, Sector, SizeBound, Zone
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.refusals import Invalid


class Cite(BaseModel):
    """Which document and article a row comes from."""

    document: str
    article: str


class DocumentRow(BaseModel):
    """A document that rules cite."""

    key: str
    number: str
    issuer: str
    title: str
    role: str = ""
    signed: date | None = None
    published: date | None = None


class AreaRow(BaseModel):
    """A place."""

    code: str
    statistical_code: str = ""
    kind: str
    parent: str = ""
    name_zh: str
    name_en: str = ""
    pinyin: str = ""
    short_zh: str
    column: int | None = None
    row: int | None = None


class OrganisationRow(BaseModel):
    """A body of the state side."""

    key: str
    kind: str
    parent: str = ""
    zh: str
    short_zh: str
    en: str = ""
    area: str = ""
    sector: str = ""
    lead: str = ""
    status: str = "named"
    cite: Cite | None = None


class MeasureRow(BaseModel):
    """What a sector may be measured by."""

    key: str
    zh: str
    en: str
    dimension: str
    entry_units: list[str]


class SectorRow(BaseModel):
    """A sector."""

    key: str
    order: int
    zh: str
    short_zh: str
    en: str
    measure: str
    unit_kind: str
    department: str
    industries: list[str]
    cite: Cite | None = None


class DirectoryPack(BaseModel):
    """A place's pack as far as the directory is concerned."""

    documents: list[DocumentRow]
    areas: list[AreaRow]
    organisations: list[OrganisationRow]
    measures: list[MeasureRow]
    sectors: list[SectorRow]


@command("directory:pack:load")
def load_pack(*, actor: Actor, now: datetime, given: DirectoryPack) -> Done[Zone]:
    """Write a pack's rows, each found again by its key, so that a newer pack can be loaded over an older one."""
    zone = Zone.objects.get(pk=actor.zone_id)
    documents = _documents(zone, given.documents)
    areas = _areas(zone, given.areas)
    _organisations(zone, given.organisations, areas, documents)
    _sectors(zone, given, documents)
    return Done(zone, Subject("zone", zone.id, zone.short_name))


def _documents(zone: Zone, rows: list[DocumentRow]) -> dict[str, PolicyDocument]:
    return {
        row.key: PolicyDocument.objects.update_or_create(
            zone=zone,
            code=row.key,
            defaults={
                "number": row.number,
                "issuer": row.issuer,
                "title": row.title,
                "role": row.role,
                "signed_on": row.signed,
                "published_on": row.published,
            },
        )[0]
        for row in rows
    }


def _areas(zone: Zone, rows: list[AreaRow]) -> dict[str, Area]:
    found: dict[str, Area] = {}
    for row in rows:
        parent = found.get(row.parent)
        if row.parent and parent is None:
            raise Invalid(f"区域 {row.name_zh} 的上级 {row.parent} 不在它之前")
        found[row.code], _ = Area.objects.update_or_create(
            zone=zone,
            code=row.code,
            defaults={
                "parent": parent,
                "statistical_code": row.statistical_code,
                "kind": row.kind,
                "name": row.name_zh,
                "short_name": row.short_zh,
                "name_en": row.name_en,
                "pinyin": row.pinyin,
                "path": f"{parent.path if parent else ''}{row.code}/",
                "tile_column": row.column,
                "tile_row": row.row,
            },
        )
    return found


def _cited(cite: Cite | None, documents: dict[str, PolicyDocument]) -> dict[str, Any]:
    if cite is None:
        return {"document": None, "article": ""}
    if cite.document not in documents:
        raise Invalid(f"引用的文件 {cite.document} 不在数据包里")
    return {"document": documents[cite.document], "article": cite.article}


def _organisations(
    zone: Zone, rows: list[OrganisationRow], areas: dict[str, Area], documents: dict[str, PolicyDocument]
) -> None:
    found: dict[str, Organisation] = {}
    for row in rows:
        parent = found.get(row.parent)
        found[row.key], _ = Organisation.objects.update_or_create(
            zone=zone,
            code=row.key,
            defaults={
                "parent": parent,
                "kind": row.kind,
                "name": row.zh,
                "short_name": row.short_zh,
                "name_en": row.en,
                "path": f"{parent.path if parent else ''}{row.key}/",
                "area": areas.get(row.area),
                "to_be_confirmed": row.status != "named",
                **_cited(row.cite, documents),
            },
        )
    for row in rows:
        if row.lead:
            Organisation.objects.filter(pk=found[row.key].pk).update(lead=found[row.lead])


def _sectors(zone: Zone, given: DirectoryPack, documents: dict[str, PolicyDocument]) -> None:
    for measure in given.measures:
        Measure.objects.update_or_create(
            zone=zone,
            code=measure.key,
            defaults={
                "name": measure.zh,
                "name_en": measure.en,
                "dimension": measure.dimension,
                "entry_units": measure.entry_units,
            },
        )
    for sector in given.sectors:
        Sector.objects.update_or_create(
            zone=zone,
            code=sector.key,
            defaults={
                "name": sector.zh,
                "short_name": sector.short_zh,
                "name_en": sector.en,
                "order": sector.order,
                "unit_kind": sector.unit_kind,
                "industry_prefixes": sector.industries,
                "measure": Measure.objects.get(zone=zone, code=sector.measure),
                "lead": Organisation.objects.filter(zone=zone, code=sector.department).first(),
                **_cited(sector.cite, documents),
            },
        )
    _sectors_of_groups(zone, given.organisations)


def _sectors_of_groups(zone: Zone, rows: list[OrganisationRow]) -> None:
    sectors = {sector.code: sector for sector in Sector.objects.filter(zone=zone)}
    for row in rows:
        if row.sector:
            Organisation.objects.filter(zone=zone, code=row.key).update(sector=sectors.get(row.sector))


class ReferenceRows(BaseModel):
    """National classifications: industries of GB/T 4754—2017 and bounds of size classes."""

    industries: list[tuple[str, str, str, str]]
    bounds: list[tuple[str, list[str], str, int, int, int]]


@command("directory:reference:load")
def load_reference(*, actor: Actor, now: datetime, given: ReferenceRows) -> Done[int]:
    """Write the national classifications that every zone shares."""
    sections: dict[str, str] = {}
    rows: list[Industry] = []
    for code, level, parent, name in given.industries:
        sections[code] = code if level == "section" else sections[parent]
        rows.append(Industry(code=code, level=level, parent_code=parent, section=sections[code], name=name))
    Industry.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["code"], update_fields=["level", "parent_code", "section", "name"]
    )
    for group, prefixes, indicator, large, medium, small in given.bounds:
        SizeBound.objects.update_or_create(
            group=group,
            indicator=indicator,
            defaults={
                "industry_prefixes": prefixes,
                "large_min": large,
                "medium_min": medium,
                "small_min": small,
            },
        )
    return Done(len(rows), Subject("reference", None, "GB/T 4754—2017"))
