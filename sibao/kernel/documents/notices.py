"""What a notice (通知、公告) says: the typed content of the template `notice.typ`."""

from datetime import date
from typing import Annotated, Any, Final, Self

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, model_validator

NOTICE_TEMPLATE: Final = "kernel/documents/templates/notice.typ"
DEMO_SEAL: Final = "演示文件 不盖印章"
SEAL: Final = "（印章位置）"

Line = Annotated[str, Field(max_length=2_000)]


class Part(BaseModel):
    """Base of the pieces of a document: closed and unchangeable."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Paragraph(Part):
    """One paragraph of the body; a heading (一、…) is set heavier."""

    text: Annotated[str, Field(max_length=20_000)]
    heading: bool = False


class Column(Part):
    """One column of a list: its title, its share of the width and whether its cells are centred."""

    title: Line
    width: Annotated[float, Field(gt=0, le=100)] = 1.0
    centred: bool = False


class Listing(Part):
    """A list of units on pages of its own (附件); its head is repeated on every page."""

    title: Line
    columns: Annotated[tuple[Column, ...], Field(min_length=1, max_length=12)]
    rows: tuple[tuple[Line, ...], ...] = ()
    note: Line = ""

    @model_validator(mode="after")
    def _rows_fit_the_columns(self) -> Self:
        for number, row in enumerate(self.rows, start=1):
            if len(row) != len(self.columns):
                raise ValueError(
                    _("第 %(number)d 行有 %(found)d 栏，应为 %(expected)d 栏")
                    % {"number": number, "found": len(row), "expected": len(self.columns)}
                )
        return self


class Notice(Part):
    """A notice as its issuing body signs it; number and check code are added when it is issued.

    `head` is the issuing body in red, `recipients` the addressed bodies (主送机关) without colon, `signed_by` the body
    over the date, `copy_to` and `printed_by` the imprint (版记), `demo` marks every page as a demonstration.
    """

    head: Line
    recipients: Line = ""
    paragraphs: tuple[Paragraph, ...]
    attachments: tuple[Listing, ...] = ()
    signed_by: Line
    dated: date
    copy_to: Line = ""
    printed_by: Line = ""
    demo: bool = False

    def data(self) -> dict[str, Any]:
        """The values that the template reads, without number, title and check code."""
        return {
            **self.model_dump(mode="json", exclude={"dated"}),
            "date": chinese_date(self.dated),
            "seal": DEMO_SEAL if self.demo else SEAL,
        }


def chinese_date(day: date) -> str:
    """成文日期 as GB/T 9704 writes it: 2022年6月3日."""
    return f"{day.year}年{day.month}月{day.day}日"
