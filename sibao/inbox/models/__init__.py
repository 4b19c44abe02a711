"""Tables of the inbox, by noun."""

from sibao.inbox.models.announcements import Acknowledgement, Announcement
from sibao.inbox.models.calendar import CalendarYear, Holiday, WorkingSpan
from sibao.inbox.models.deliveries import Channel, Delivery, DeliveryStep
from sibao.inbox.models.kinds import Guarantee, Rung, TaskKind, TaskLimit
from sibao.inbox.models.messages import Message
from sibao.inbox.models.preferences import MessagePreference, Reception
from sibao.inbox.models.tasks import Task, TaskStep

__all__ = [
    "Acknowledgement",
    "Announcement",
    "CalendarYear",
    "Channel",
    "Delivery",
    "DeliveryStep",
    "Guarantee",
    "Holiday",
    "Message",
    "MessagePreference",
    "Reception",
    "Rung",
    "Task",
    "TaskKind",
    "TaskLimit",
    "TaskStep",
    "WorkingSpan",
]
