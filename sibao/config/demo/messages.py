"""What the demo's people find on the first morning: an announcement, and a task each for two of them."""

from datetime import datetime, timedelta

from sibao.accounts import queries as accounts
from sibao.config.demo.accounts import acting_as
from sibao.inbox import services
from sibao.inbox.inputs import AssignTask, PublishAnnouncement

OFFICE = "hqoffice"
READERS = ("sector_clerk", "department_head", "town_clerk")
TASKS = (("clerk_commerce", "核对商贸流通名单的联系人"), ("clerk_zhicheng", "核实本镇企业的用工缺口"))


def load_messages(zone_id: int, now: datetime) -> None:
    """Let headquarters' office publish an announcement and give two tasks; who is concerned finds a message of each."""
    office = acting_as(OFFICE, now)
    services.publish_announcement(
        actor=office,
        now=now,
        given=PublishAnnouncement(
            title="请各领域、各镇（街道）核对本批名单（示例）",
            text="请于本周五下班前核对本领域、本镇（街道）企业（项目）的名称、代码和联系人，有出入的在导入表里更正后重新上传。",
            roles=READERS,
            ends_at=now + timedelta(days=30),
            must_acknowledge=True,
        ),
    )
    for code, title in TASKS:
        position = accounts.position_by_code(zone_id, code)
        if position is not None:
            given = AssignTask(kind="general", title=f"{title}（示例）", position_id=position.pk)
            services.assign_task(actor=office, now=now, given=given)
