"""Help on what is proposed of the list (帮助)."""

from django.utils.translation import gettext_lazy as _

from sibao.kernel.help import Help, add_help

add_help(
    "whitelist",
    {
        "whitelist:proposals": Help(
            _("名单提议"),
            what=_(
                "按现行标准重新判定得出的提议：达标未入的建议纳入，在册不再符合的建议移出，暂停原因已消除的建议恢复。"
            ),
            who=_("指挥部办公室和行业部门办理；镇、街道看自己范围内的。"),
            then=_("点一条看理由和判定，采纳或写明理由不采纳。"),
            limits=_("提议不改名单；情况变回去的自动失效，不采纳的在所读事实变化以前不再提。"),
        ),
        "whitelist:proposal": Help(
            _("一条提议"),
            what=_("为什么提：哪几条符合或不符合，读到什么值、谁说的、哪一天的；当时的判定留存在案。"),
            who=_("看得到名单提议的人。"),
            then=_("有权的人点“采纳”或“不采纳”。"),
            limits=_("事实有误的先更正事实，更正后系统重新判定，提议随之失效。"),
        ),
        "whitelist:proposal-accept": Help(
            _("采纳提议"),
            what=_("按提议办理：加入批次或联系单位申报，移出或先暂停，恢复在册。"),
            who=_("指挥部办公室和行业部门，各按自己能办的。"),
            then=_("选怎样办理；加入批次的还要选草稿批次。"),
            limits=_("采纳时再判定一次，已不成立的办不了；人工暂停的不会因此恢复。"),
        ),
        "whitelist:proposal-decline": Help(
            _("不采纳提议"),
            what=_("名单保持不动，写明理由。"),
            who=_("指挥部办公室和行业部门。"),
            then=_("理由留在这条提议上。"),
            limits=_("同样的情况不再提；所读的事实变了，会重新提出。"),
        ),
    },
)
