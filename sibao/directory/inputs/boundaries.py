"""Inputs of commands on boundaries."""

from typing import Annotated

from pydantic import Field, StringConstraints

from sibao.directory.inputs.base import Cleaned, Input

Approval = Annotated[
    str, StringConstraints(max_length=40, pattern=r"^[A-Z一-鿿]{1,6}[（(〔\[]\d{4}年?[)）〕\]]第?\d{1,6}号$"), Cleaned
]
"""审图号 such as GS（2022）1234号 or 豫S〔2022年〕005号."""
Words = Annotated[str, StringConstraints(min_length=2, max_length=200), Cleaned]


class ImportBoundaries(Input):
    """导入边界图: a GeoJSON file, the approval number under which it may be shown, and who made it."""

    name: Annotated[str, StringConstraints(max_length=255)]
    content: Annotated[bytes, Field(min_length=2, max_length=20_000_000)]
    approval: Approval
    source: Words


class WithdrawBoundaries(Input):
    """停用边界图, and why."""

    reason: Words
