"""Every change the inbox allows."""

from sibao.inbox.services.announcements import (
    acknowledge_announcement,
    publish_announcement,
    withdraw_announcement,
)
from sibao.inbox.services.deliveries import confirm_delivery, resend_delivery
from sibao.inbox.services.exports import export_tasks
from sibao.inbox.services.holidays import clear_holiday, publish_year, set_holiday
from sibao.inbox.services.messages import notify, read_message
from sibao.inbox.services.packs import load_pack
from sibao.inbox.services.preferences import set_preferences
from sibao.inbox.services.tasks import (
    accept_task,
    assign_task,
    cancel_task,
    complete_task,
    decline_task,
    pause_task,
    reopen_task,
    resume_task,
    transfer_task,
)
from sibao.inbox.services.timed import escalate_task, release_task, remind_task

__all__ = [
    "accept_task",
    "acknowledge_announcement",
    "assign_task",
    "cancel_task",
    "clear_holiday",
    "complete_task",
    "confirm_delivery",
    "decline_task",
    "escalate_task",
    "export_tasks",
    "load_pack",
    "notify",
    "pause_task",
    "publish_announcement",
    "publish_year",
    "read_message",
    "release_task",
    "remind_task",
    "reopen_task",
    "resend_delivery",
    "resume_task",
    "set_holiday",
    "set_preferences",
    "transfer_task",
    "withdraw_announcement",
]
