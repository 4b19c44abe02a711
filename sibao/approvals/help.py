"""Help on consultations (帮助)."""

from django.utils.translation import gettext_lazy as _

from sibao.kernel.help import Help, add_help

add_help(
    "approvals",
    {
        "approvals:consultations": Help(
            _("会签"),
            what=_("不能一个人办的事：提请了什么、征求谁、各到哪一步。"),
            who=_("提请的人、被征求意见的岗位；指挥部和审计管理员看全部。"),
            then=_("点“等我签署”看该您表态的，点进去看清拟办内容再签。"),
            limits=_("提请从原来的页面开始：在那里提交后选“提请会签”，这里不能新建。"),
        ),
        "approvals:consultation": Help(
            _("一件会签"),
            what=_("拟办的原样内容、征求了谁、每个人的意见和先后，以及结果。"),
            who=_("被征求意见的人在右边签署；提请人在办结前可以撤回。"),
            then=_("同意的人数够了，系统按原样办理，并出具带校验码的决定。"),
            limits=_("意见签了不能改；提请人、她的代行人和机器账号不能签；情况变了就不办，写明原因。"),
        ),
        "approvals:opinion": Help(
            _("签署意见"),
            what=_("对一件会签表示同意、不同意或弃权。"),
            who=_("被征求意见的岗位上的人，代行的以代行身份签。"),
            then=_("签署后回到这件会签；您是最后一个需要的人时，系统随即办理。"),
            limits=_("每人只签一次，占两个岗位也只算一次；不同意和弃权要写理由。"),
        ),
        "approvals:withdraw": Help(
            _("撤回会签"),
            what=_("收回还没有定下来的会签。"),
            who=_("只有提请人自己。"),
            then=_("撤回后什么也不会办；改好内容可以再提请。"),
            limits=_("已经同意的不能撤回；撤回的理由大家都看得到。"),
        ),
    },
)
