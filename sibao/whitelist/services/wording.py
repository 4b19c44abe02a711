"""What a batch's two notices say: the publicity before, the publication after."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from sibao.kernel import clock
from sibao.kernel.documents.notices import Column, Notice, Paragraph, chinese_date
from sibao.kernel.documents.notices import Listing as Roll
from sibao.whitelist import rules
from sibao.whitelist.models import Batch, Listing

if TYPE_CHECKING:
    from sibao.directory.models import Unit

BODY = "经济运行调度指挥部办公室"
COLUMNS = (
    Column(title="序号", width=0.6, centred=True),
    Column(title="企业（项目）名称", width=3.2),
    Column(title="领域", width=1, centred=True),
    Column(title="镇（街道）", width=1, centred=True),
)
NUMBERED = (Column(title="编号", width=0.9, centred=True), *COLUMNS[1:])


@dataclass(frozen=True, slots=True)
class Wording:
    """A notice's title and content."""

    title: str
    notice: Notice


def publicity(batch: Batch, units: "list[Unit]", now: datetime) -> Wording:
    """Return the publicity notice (公示): who is proposed, until when anyone may object, and where."""
    zone, name = batch.zone, rules.batch_name(batch.number)
    until = batch.objection_until or now
    ends = until.astimezone(clock.SHANGHAI)
    rows = tuple((str(place), unit.name, unit.sector.name, unit.area.name) for place, unit in enumerate(units, start=1))
    title = f"{zone.short_name}“四保”企业（项目）\n{name}白名单公示"
    paragraphs = (
        Paragraph(
            text=f"按照统一标准、自愿申报、达标即入的原则，经行业主管部门遴选，现将拟列入{name}“四保”白名单的"
            f"{len(units)}家企业（项目）予以公示（{_by_sector(units)}）。"
        ),
        Paragraph(
            text=f"公示期至{chinese_date(ends.date())}{ends:%H}时{ends:%M}分。对公示内容有异议的，请在公示期内实名向"
            f"{zone.short_name}{BODY}反映{_phone(zone.hotline)}，并附事实依据。"
        ),
    )
    roll = Roll(title=f"拟列入{name}“四保”白名单的企业（项目）", columns=COLUMNS, rows=rows)
    return Wording(title, _notice(batch, paragraphs, roll, now.astimezone(clock.SHANGHAI).date()))


def publication(batch: Batch, listings: list[Listing], dated: date) -> Wording:
    """Return the notice of publication (公告): who is listed under which number."""
    zone, name = batch.zone, rules.batch_name(batch.number)
    units = [listing.unit for listing in listings]
    rows = tuple(
        (
            rules.list_number(zone.list_prefix, listing.number),
            listing.unit.name,
            listing.unit.sector.name,
            listing.unit.area.name,
        )
        for listing in listings
    )
    title = f"{zone.short_name}“四保”企业（项目）\n{name}白名单公告"
    paragraphs = (
        Paragraph(
            text=f"根据《高效统筹疫情防控和经济社会发展工作方案》要求，{name}“四保”白名单已公示期满，现予公布，"
            f"共{len(listings)}家（{_by_sector(units)}）。"
        ),
        Paragraph(text="白名单实行动态调整，达到条件的及时纳入。名单编号一经公布不再变更，移出后不再使用。"),
    )
    roll = Roll(title=f"{name}“四保”白名单", columns=NUMBERED, rows=rows)
    return Wording(title, _notice(batch, paragraphs, roll, dated))


def _notice(batch: Batch, paragraphs: tuple[Paragraph, ...], roll: Roll, dated: date) -> Notice:
    body = f"{batch.zone.short_name}{BODY}"
    return Notice(
        head=f"{body}文件",
        recipients="各片区管理办公室，各镇人民政府，各街道办事处，各相关部门",
        paragraphs=paragraphs,
        attachments=(roll,),
        signed_by=body,
        dated=dated,
        demo=batch.zone.demo,
    )


def _by_sector(units: "Iterable[Unit]") -> str:
    counts: dict[tuple[int, str], int] = {}
    for unit in units:
        key = (unit.sector.order, unit.sector.name)
        counts[key] = counts.get(key, 0) + 1
    return "、".join(f"{name}{count}家" for (_order, name), count in sorted(counts.items()))


def _phone(hotline: str) -> str:
    return f"（电话 {hotline}）" if hotline else ""
