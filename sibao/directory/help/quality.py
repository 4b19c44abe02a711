"""Help on data quality (帮助)."""

from django.utils.translation import gettext_lazy as _

from sibao.kernel.help import Help, add_help

add_help(
    "directory",
    {
        "directory:quality": Help(
            _("数据质量"),
            what=_("底册里缺的、错的、旧的，一项检查一行，后面是您范围内有几家。"),
            who=_("维护底册的经办和要催办的部门、指挥部办公室。"),
            then=_("点数字打开那几家，逐家补，或选中后批量修改。"),
            limits=_("已注销的不查；数字就是点开后的行数，每次打开都重新数。"),
        ),
    },
)
