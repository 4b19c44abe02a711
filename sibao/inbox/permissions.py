"""What roles may be allowed to do in this context."""

from sibao.kernel.permissions import Permission, declare

declare(
    Permission("inbox:task:read", "查看任务", "See tasks"),
    Permission("inbox:task:oversee", "督查范围内的任务", "See every task within the scope"),
    Permission("inbox:task:assign", "交办任务", "Assign a task"),
    Permission("inbox:task:accept", "接收任务", "Accept a task"),
    Permission("inbox:task:decline", "退回任务", "Decline a task"),
    Permission("inbox:task:transfer", "转办任务", "Transfer a task"),
    Permission("inbox:task:pause", "暂停任务计时", "Pause a task's clock"),
    Permission("inbox:task:resume", "恢复任务计时", "Let a task's clock run on"),
    Permission("inbox:task:complete", "办结任务", "Complete a task"),
    Permission("inbox:task:reopen", "重新办理任务", "Reopen a task"),
    Permission("inbox:task:cancel", "撤销任务", "Cancel a task"),
    Permission("inbox:task:export", "导出任务", "Export tasks"),
    Permission("inbox:task:remind", "提醒任务临期", "Remind of a task"),
    Permission("inbox:task:escalate", "任务逐级上报", "Let a task go up a rung"),
    Permission("inbox:task:release", "离岗任务退回岗位", "Give a task back to its seat"),
    Permission("inbox:holiday:read", "查看工作日历", "See the working calendar"),
    Permission("inbox:holiday:edit", "维护节假日", "Edit holidays"),
    Permission("inbox:holiday:clear", "删去节假日", "Remove a holiday"),
    Permission("inbox:year:publish", "确认年度放假安排", "Confirm a year's arrangement"),
    Permission("inbox:message:read", "查看自己的消息", "See one's own messages"),
    Permission("inbox:message:mark", "把自己的消息标为已读", "Mark one's own messages as read"),
    Permission("inbox:message:send", "通知有关人员", "Tell people what happened"),
    Permission("inbox:preference:edit", "设置自己怎样接收消息", "Choose how one is told"),
    Permission("inbox:delivery:read", "查看消息投递", "See deliveries of messages"),
    Permission("inbox:delivery:resend", "重新发送消息", "Send a message again"),
    Permission("inbox:delivery:confirm", "确认消息已送达", "Confirm that a message arrived"),
    Permission("inbox:pack:load", "装载任务种类与日历", "Load kinds of tasks and the calendar"),
)
