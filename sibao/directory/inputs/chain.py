"""Inputs of commands on supply links."""

from typing import Annotated

from pydantic import Field, StringConstraints

from sibao.directory.inputs.base import Cleaned, Day, Input, Key, Label


class EditLink(Input):
    """登记或修改供应关系: of two units when it is new, else with the version that was seen.

    `share_bp` is in 1/10,000 of the customer's need; `stock_days` is unknown when it is None.
    """

    link_id: Key | None = None
    supplier_id: Key | None = None
    customer_id: Key | None = None
    version: int | None = None
    material: Label
    share_bp: Annotated[int, Field(ge=0, le=10_000)]
    stock_days: Annotated[int, Field(ge=0, le=3_650)] | None = None
    source: Annotated[str, StringConstraints(min_length=2, max_length=120), Cleaned]
    ended_on: Day | None = None
