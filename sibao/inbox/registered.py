"""What the inbox gives to the shell."""

from django.utils.translation import gettext_lazy as _

from sibao.inbox import queries
from sibao.inbox.web import lists, panels
from sibao.kernel import merging, subjects
from sibao.kernel.slots import MenuEntry, Panel, head, menu, workbench

menu.add(
    MenuEntry("tasks", 30, "inbox:task:read", "", _("任务"), "checklist", "inbox:tasks", queries.count_open),
    MenuEntry("calendar", 970, "inbox:holiday:read", _("查证"), lists.HOLIDAYS.title, "calendar", "inbox:holidays"),
)
subjects.add("task", "inbox:task", queries.reached_tasks)
merging.follow(*queries.FOLLOWERS)
merging.stay(queries.STAYING)
workbench.add(
    Panel("tasks", 1, "inbox:task:read", _("我的任务"), "inbox/my_tasks.html", panels.my_tasks, ("tasks",), "wide")
)
head.add(Panel("inbox", 10, "inbox:message:read", _("待办与消息"), "inbox/head.html", panels.in_head))
