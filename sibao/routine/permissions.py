"""What roles may be allowed to do in this context."""

from sibao.kernel.permissions import Permission, declare

declare(
    Permission("routine:pack:load", "装载日常防控规则", "Load a pack's rules of daily work"),
    Permission("routine:day:read", "查看日常防控", "See the daily work of sites"),
    Permission("routine:section:edit", "登记分区", "Edit the sections of sites"),
    Permission("routine:disinfection:record", "登记消杀", "Record disinfections"),
    Permission("routine:goods:record", "登记物资检查", "Record checks of goods"),
    Permission("routine:report:submit", "填报双线日报", "Submit the daily report of both lines"),
)
