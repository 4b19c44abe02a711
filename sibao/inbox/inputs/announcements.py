"""What commands on announcements are given."""

from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from sibao.inbox.inputs.words import AreaPath, Code, Id, Input, Reason, Title

Text = Annotated[str, StringConstraints(min_length=2, max_length=4000, strip_whitespace=True)]


class PublishAnnouncement(Input):
    """发布公告: to whom sits within an area and sector, in one of some roles; from and until."""

    title: Title
    text: Text
    area_path: AreaPath = ""
    sector_id: int | None = None
    roles: Annotated[tuple[Code, ...], Field(max_length=60)] = ()
    starts_at: datetime | None = None
    ends_at: datetime
    must_acknowledge: bool = False
    urgent: bool = False


class OneAnnouncement(Input):
    """一份公告."""

    announcement_id: Id


class WithdrawAnnouncement(OneAnnouncement):
    """撤回公告: in the version that was seen, with a reason."""

    version: int
    reason: Reason
