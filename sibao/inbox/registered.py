"""What the inbox gives to the shell."""

from django.utils.translation import gettext_lazy as _

from sibao.inbox import queries
from sibao.inbox.web import lists, message_lists, panels
from sibao.kernel import merging, subjects
from sibao.kernel.personal.kept import tell
from sibao.kernel.slots import MenuEntry, Panel, head, menu, own, workbench

menu.add(
    MenuEntry("tasks", 30, "inbox:task:read", "", _("任务"), "checklist", "inbox:tasks", ("inbox", "tasks")),
    MenuEntry("calendar", 745, "inbox:holiday:read", _("查证"), lists.HOLIDAYS.title, "calendar", "inbox:holidays"),
)
menu.add(
    MenuEntry(
        "deliveries",
        940,
        "inbox:delivery:read",
        _("管理"),
        message_lists.DELIVERIES.title,
        "mail-fast",
        "inbox:deliveries",
    )
)
own.add(MenuEntry("preferences", 18, "inbox:preference:edit", "", _("消息设置"), "bell-cog", "inbox:preferences"))
menu.add(
    MenuEntry(
        "announcements",
        35,
        "inbox:announcement:read",
        "",
        message_lists.ANNOUNCEMENTS.title,
        "speakerphone",
        "inbox:announcements",
    )
)
subjects.add("announcement", "inbox:announcement", queries.reached_announcements)
subjects.add("task", "inbox:task", queries.reached_tasks)
tell("messages", queries.own_reception)
merging.follow(*queries.FOLLOWERS)
merging.stay(queries.STAYING)
workbench.add(
    Panel("tasks", 1, "inbox:task:read", _("我的任务"), "inbox/my_tasks.html", panels.my_tasks, ("tasks",), "wide")
)
workbench.add(
    Panel(
        "announcements",
        0,
        "inbox:announcement:read",
        _("公告"),
        "inbox/announcements.html",
        panels.announcements,
        ("announcements",),
        "wide",
    )
)
head.add(Panel("inbox", 10, "inbox:message:read", _("待办与消息"), "inbox/head.html", panels.in_head))
