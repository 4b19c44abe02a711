"""Help on optional fields (帮助)."""

from django.utils.translation import gettext_lazy as _

from sibao.kernel.help import Help, add_help

add_help(
    "directory",
    {
        "directory:fields": Help(
            _("选填字段"),
            what=_("本区给企业（项目）加的栏目：哪些在用、什么类别、是否公开，以及每次改动。"),
            who=_("系统管理员维护；部门要多记一项，找系统管理员。"),
            then=_("点“添选填字段”加一项；登记表、单位页、清单的列、导入导出和接口里随即都有。"),
            limits=_("只加对单位的说明；个人信息不要放进来，那有打码和留痕的专门栏目。"),
        ),
        "directory:field-add": Help(
            _("添选填字段"),
            what=_("给全区的企业（项目）登记加一个栏目。"),
            who=_("系统管理员。"),
            then=_("填标识、类别和中英文名；保存后各部门就能填，导入时表头写中文名就能认出。"),
            limits=_("标识和类别定了不能改；名字不能和已有的栏目重复，也不要带年份。"),
        ),
        "directory:field-edit": Help(
            _("修改选填字段"),
            what=_("改一个字段的叫法、顺序、是否公开，或者停用、恢复它。"),
            who=_("系统管理员。"),
            then=_("不再用的勾“停用”；公开前先看看各单位都填了什么。"),
            limits=_("类别不能改；停用后已填的内容和经过都保留，旧名字留在经过里。"),
        ),
    },
)
