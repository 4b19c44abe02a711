"""Routes of the inbox."""

from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from sibao.inbox import services
from sibao.inbox.inputs import AnswerTask, CompleteTask, ReasonedTask, TransferTask
from sibao.inbox.web import announcements, calendar, deliveries, lists, message_lists, messages, preferences, tasks
from sibao.inbox.web.forms import NoteForm, ReasonForm, ResultForm, TransferForm
from sibao.kernel.doors import door
from sibao.kernel.lists.page import list_view

app_name = "inbox"
STEPS = (
    ("accept", services.accept_task, AnswerTask, NoteForm),
    ("resume", services.resume_task, AnswerTask, NoteForm),
    ("decline", services.decline_task, ReasonedTask, ReasonForm),
    ("pause", services.pause_task, ReasonedTask, ReasonForm),
    ("reopen", services.reopen_task, ReasonedTask, ReasonForm),
    ("cancel", services.cancel_task, ReasonedTask, ReasonForm),
    ("complete", services.complete_task, CompleteTask, ResultForm),
    ("transfer", services.transfer_task, TransferTask, TransferForm),
)
DECISIONS = (
    ("resend", services.resend_delivery, _("重新发送"), _("用原来的编号再发一次；对方若已收到，会收到重复的一份")),
    ("confirm", services.confirm_delivery, _("确认已送达"), _("写明怎样确认的，如已电话问过收件人")),
)
TASKS = [
    door("", list_view(lists.TASKS), may="inbox:task:read", name="tasks"),
    door("assign/", tasks.assign, may="inbox:task:assign", name="assign"),
    door("<int:task_id>/", tasks.task, may="inbox:task:read", name="task"),
    *(
        door(
            f"<int:task_id>/{action}/",
            tasks.act(command, given, form, action),
            may=f"inbox:task:{action}",
            name=f"task-{action}",
        )
        for action, command, given, form in STEPS
    ),
    door("calendar/", list_view(lists.HOLIDAYS), may="inbox:holiday:read", name="holidays"),
    door("calendar/edit/", calendar.edit, may="inbox:holiday:edit", name="holiday-edit"),
    door("calendar/<int:holiday_id>/clear/", calendar.clear, may="inbox:holiday:clear", name="holiday-clear"),
    door("calendar/publish/", calendar.publish, may="inbox:year:publish", name="year-publish"),
]
MESSAGES = [
    door("", list_view(message_lists.MESSAGES), may="inbox:message:read", name="messages"),
    door("bell/", messages.bell, may="inbox:message:read", name="bell"),
    door("preferences/", preferences.preferences, may="inbox:preference:edit", name="preferences"),
    door("deliveries/", list_view(message_lists.DELIVERIES), may="inbox:delivery:read", name="deliveries"),
    door("deliveries/<int:delivery_id>/", deliveries.delivery, may="inbox:delivery:read", name="delivery"),
    *(
        door(
            f"deliveries/<int:delivery_id>/{action}/",
            deliveries.decide(command, verb, lead),
            may=f"inbox:delivery:{action}",
            name=f"delivery-{action}",
        )
        for action, command, verb, lead in DECISIONS
    ),
    door("<int:message_id>/", messages.message, may="inbox:message:read", name="message"),
    door("<int:message_id>/read/", messages.read, may="inbox:message:mark", name="message-read"),
]
ANNOUNCEMENTS = [
    door("", list_view(message_lists.ANNOUNCEMENTS), may="inbox:announcement:read", name="announcements"),
    door("publish/", announcements.publish, may="inbox:announcement:publish", name="announcement-publish"),
    door("<int:announcement_id>/", announcements.announcement, may="inbox:announcement:read", name="announcement"),
    door(
        "<int:announcement_id>/readers/",
        announcements.readers,
        may="inbox:announcement:check",
        name="announcement-readers",
    ),
    door(
        "<int:announcement_id>/acknowledge/",
        announcements.acknowledge,
        may="inbox:announcement:acknowledge",
        name="announcement-acknowledge",
    ),
    door(
        "<int:announcement_id>/withdraw/",
        announcements.withdraw,
        may="inbox:announcement:withdraw",
        name="announcement-withdraw",
    ),
]
urlpatterns = [
    path("tasks/", include(TASKS)),
    path("messages/", include(MESSAGES)),
    path("announcements/", include(ANNOUNCEMENTS)),
]
