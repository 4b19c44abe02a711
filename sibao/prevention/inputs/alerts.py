"""What commands on alerts are given."""

from typing import Annotated

from pydantic import Field, StringConstraints

from sibao.prevention.inputs.words import Id, Input

Reason = Annotated[str, StringConstraints(min_length=2, max_length=400, strip_whitespace=True)]
Note = Annotated[str, StringConstraints(max_length=400, strip_whitespace=True)]


class OneAlertGroup(Input):
    """一项预警, in the version that was seen."""

    group_id: Id
    version: int


class NotedAlert(OneAlertGroup):
    """接收、研判: with a note."""

    note: Note = ""


class ReasonedAlert(OneAlertGroup):
    """处置完毕、销号: with what was done, or why it is over."""

    reason: Reason


class DismissAlert(ReasonedAlert):
    """认定误报: all of it, or one of those whom it is about."""

    alert_id: Id | None = None


class ConsultOnAlert(ReasonedAlert):
    """提请会商: what is to be settled, and which seats are asked."""

    position_ids: Annotated[tuple[Id, ...], Field(min_length=1, max_length=10)]


class ActOnAlert(ReasonedAlert):
    """交办处置: what is to be done, and by which seat."""

    position_id: Id
