"""Help on the workbench and the one screen (帮助)."""

from django.utils.translation import gettext_lazy as _

from sibao.kernel.help import Help, add_help

add_help(
    "dashboard",
    {
        "dashboard:home": Help(
            _("工作台"),
            what=_("您进来看到的第一页：手里的任务按到期时间排，旁边是您的导入和最近的变化。"),
            who=_("每个人；内容按您现在的岗位显示，换岗位就换内容。"),
            then=_("从最上面、最快到期的任务办起，点标题进去就能接收或办结。"),
            limits=_("这里只放轻的内容；要看覆盖率和各线情况，打开“一屏掌控”。"),
        ),
        "dashboard:screen": Help(
            _("一屏掌控"),
            what=_("疫情、经济、安全三条线和各项指标放在一屏，每个数字都能点开看是哪几家。"),
            who=_("指挥部、办公室和值班员；会商时和平时盯办都用它。"),
            then=_("先看标红和“未知”的格子，点进去找到单位，再交办任务。"),
            limits=_("每格右上是它自己数据的时间；缺数据写“未知”，不会显示成绿色。"),
        ),
        "dashboard:big": Help(
            _("大屏"),
            what=_("给墙上大屏用的一屏，深色、16:9，自己会更新。"),
            who=_("值班室；打开后把浏览器切到全屏（F11）就可以不管。"),
            then=_("要点开数字看明细，回到“一屏掌控”。"),
            limits=_("大屏上不出现个人信息和打开它的人；断线时格子会写明从什么时候起没更新。"),
        ),
    },
)
