"""Help on units that may be one (帮助)."""

from django.utils.translation import gettext_lazy as _

from sibao.kernel.help import Help, add_help

add_help(
    "directory",
    {
        "directory:likenesses": Help(
            _("疑似重复"),
            what=_("可能是同一家的两家单位，一对一行，写明为什么。"),
            who=_("维护底册的经办和指挥部办公室。"),
            then=_("点进去左右对照：是同一家就合并，不是就记下理由。"),
            limits=_("单位登记、修改、导入后自动查找；两家都在您的范围内才看得到。"),
        ),
        "directory:likeness": Help(
            _("是不是同一家"),
            what=_("两家单位左右对照，上面写着为什么疑似重复。"),
            who=_("核对重复登记的经办。"),
            then=_("选保留哪一家，先看合并预览；不是同一家就写明理由。"),
            limits=_("说明不是同一家以后不再提示，可以在“不是同一家”里找回。"),
        ),
        "directory:merge-choose": Help(
            _("合并重复的一家"),
            what=_("指定要并入本单位的另一家。"),
            who=_("发现重复登记、而清单里没有列出这一对的经办。"),
            then=_("填另一家的代码，下一步看预览。"),
            limits=_("只能合并您范围内的单位；企业和项目不能合并。"),
        ),
        "directory:merge-units": Help(
            _("合并预览"),
            what=_("合并以后会怎样：以哪一家的内容为准，哪些记录转过来，哪些留下。"),
            who=_("要合并两家单位的经办和指挥部办公室。"),
            then=_("勾选要取的值，写明理由，再点“合并”。"),
            limits=_("两家都在白名单或批次里时不能合并；两家都有的记录留在并入的一家。"),
        ),
        "directory:merges": Help(
            _("合并记录"),
            what=_("合并过的单位，一次一行，撤销的也在。"),
            who=_("维护底册的经办、部门负责人和指挥部办公室。"),
            then=_("点进去看转了哪些记录，需要时撤销。"),
            limits=_("并入的一家编号不变，页面还在，指向保留的一家。"),
        ),
        "directory:merge": Help(
            _("一次合并"),
            what=_("一次合并转了哪些记录，撤销会怎样。"),
            who=_("要核对或撤销合并的经办。"),
            then=_("看清撤销后的情形，写明理由再撤销。"),
            limits=_("其间有人改过的内容保留并列出；后来新增的留在保留的一家。"),
        ),
    },
)
