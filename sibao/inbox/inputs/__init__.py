"""Inputs of the inbox's commands, by noun."""

from sibao.inbox.inputs.announcements import OneAnnouncement, PublishAnnouncement, WithdrawAnnouncement
from sibao.inbox.inputs.calendar import ClearHoliday, PublishYear, SetHoliday
from sibao.inbox.inputs.messages import KindChoice, Notify, OneMessage, ReasonedDelivery, SetPreferences
from sibao.inbox.inputs.packs import InboxPack, KindRow
from sibao.inbox.inputs.tasks import (
    AnswerTask,
    AssignTask,
    CompleteTask,
    OneTask,
    ReasonedTask,
    TimedTask,
    TransferTask,
)

__all__ = [
    "AnswerTask",
    "AssignTask",
    "ClearHoliday",
    "CompleteTask",
    "InboxPack",
    "KindChoice",
    "KindRow",
    "Notify",
    "OneAnnouncement",
    "OneMessage",
    "OneTask",
    "PublishAnnouncement",
    "PublishYear",
    "ReasonedDelivery",
    "ReasonedTask",
    "SetHoliday",
    "SetPreferences",
    "TimedTask",
    "TransferTask",
    "WithdrawAnnouncement",
]
