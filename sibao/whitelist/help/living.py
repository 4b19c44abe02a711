"""Help on what is proposed of the list, and on objections to a batch (帮助)."""

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
        "whitelist:objections": Help(
            _("异议"),
            what=_("公示期内对批次里的单位提出的异议：哪家、哪个批次、什么内容、答复了没有。"),
            who=_("指挥部办公室和行业部门。"),
            then=_("点一条看材料和答复；没答复的先办。"),
            limits=_("列表和导出里没有提出人；新的异议在批次页上记录。"),
        ),
        "whitelist:objection-record": Help(
            _("记录异议"),
            what=_("公示期内有人对批次里的一家单位实名提出异议，记下是谁、什么事实。"),
            who=_("接到异议的指挥部办公室和行业部门。"),
            then=_("保存后上传证明材料；系统给答复的岗位派任务。"),
            limits=_("公示期满不能再记；提出人加密保存，不公开。"),
        ),
        "whitelist:objection": Help(
            _("一件异议"),
            what=_("对哪家提出、什么内容、有什么材料、怎么答复的；提出人打码。"),
            who=_("指挥部办公室和行业部门。"),
            then=_("核实后点“答复”。"),
            limits=_("没答复的，批次发布不了；看提出人要写用途，留有记录。"),
        ),
        "whitelist:objection-reveal": Help(
            _("显示异议提出人"),
            what=_("为核实或答复本人，显示提出人的姓名和电话。"),
            who=_("指挥部办公室和行业部门。"),
            then=_("写明用途后显示或打印。"),
            limits=_("谁看了、为什么，都留有记录，本人可查。"),
        ),
        "whitelist:objection-answer": Help(
            _("答复异议"),
            what=_("异议成立还是不成立，写明理由。"),
            who=_("指挥部办公室和行业部门。"),
            then=_("成立的，这家单位随即撤出批次；答复登在公告页上。"),
            limits=_("答复是公开的，不写个人信息；答复了不能改。"),
        ),
    },
)
