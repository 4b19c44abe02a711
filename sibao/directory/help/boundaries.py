"""Help on maps of the areas (帮助)."""

from django.utils.translation import gettext_lazy as _

from sibao.kernel.help import Help, add_help

add_help(
    "directory",
    {
        "directory:boundaries": Help(
            _("边界图"),
            what=_("导入过的镇（街道）边界图：审图号、来源、谁在什么时候导入、现在显示哪一份。"),
            who=_("系统管理员；边界图由自然资源部门提供。"),
            then=_("拿到有审图号的边界文件后点“导入边界图”；有误就“停用”，只留示意图。"),
            limits=_("没有审图号的地图不得使用；导入过的留作记录，不能删改。"),
        ),
        "directory:boundary-import": Help(
            _("导入边界图"),
            what=_("导入一份审核批准的 GeoJSON 边界文件，填审图号和来源。"),
            who=_("系统管理员。"),
            then=_("导入后覆盖率页和一屏上显示地图，审图号印在图上；有错的要素逐个列出，改好再导。"),
            limits=_("只收经纬度坐标的面，每个要素须对得上本区的区划代码；显示时会简化边线。"),
        ),
        "directory:boundary-withdraw": Help(
            _("停用边界图"),
            what=_("不再显示地图，各页只留示意图。"),
            who=_("系统管理员；发现边界有误或审图号失效时。"),
            then=_("写明理由；要再显示，重新导入一份。"),
            limits=_("停用不删除，导入过的文件和记录都在。"),
        ),
    },
)
