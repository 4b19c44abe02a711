"""What roles may be allowed to do in this context."""

from sibao.kernel.permissions import Permission, declare

declare(
    Permission("prevention:pack:load", "装载监测规则", "Load a pack's signals and rules"),
    Permission("prevention:signal:deliver", "上报信号", "Deliver signals"),
    Permission("prevention:signal:report", "填报本单位人员和场所情况", "Report on a unit's own people and sites"),
    Permission("prevention:people:follow", "纳入监测", "Have people followed"),
    Permission("prevention:people:loop", "记入或移出闭环", "Say who is in a closed loop"),
    Permission("prevention:deletion:read", "查看数据删除证明", "See certificates of deletion"),
    Permission("prevention:deletion:issue", "出具数据删除证明", "Issue a certificate of deletion"),
    Permission("prevention:rule:read", "查看预警规则", "See the rules that alerts follow"),
    Permission("prevention:rule:draft", "起草预警规则", "Draft a change of a rule"),
    Permission("prevention:rule:publish", "发布预警规则", "Publish a change of a rule that another drafted"),
    Permission("prevention:rule:withdraw", "撤回预警规则草稿", "Withdraw a draft of a rule"),
    Permission("prevention:alert:read", "查看预警", "See alerts"),
    Permission("prevention:alert:export", "导出预警", "Export alerts"),
    Permission("prevention:alert:acknowledge", "接收预警", "Acknowledge an alert"),
    Permission("prevention:alert:assess", "研判预警", "Assess an alert"),
    Permission("prevention:alert:consult", "提请会商预警", "Ask for a consultation on an alert"),
    Permission("prevention:alert:act", "交办处置预警", "Have an alert acted upon"),
    Permission("prevention:alert:resolve", "报告预警处置完毕", "Report an alert dealt with"),
    Permission("prevention:alert:close", "预警销号", "Close an alert"),
    Permission("prevention:alert:dismiss", "认定误报", "Dismiss an alert as false"),
)
