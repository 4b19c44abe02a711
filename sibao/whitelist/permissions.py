"""What roles may be allowed to do in this context."""

from sibao.kernel.permissions import Permission, declare

declare(
    Permission("whitelist:listing:read", "查看白名单", "See the whitelist"),
    Permission("whitelist:listing:export", "导出白名单", "Export the whitelist"),
    Permission("whitelist:listing:suspend", "暂停在册单位", "Suspend a listing"),
    Permission("whitelist:listing:resume", "恢复在册单位", "Resume a listing"),
    Permission("whitelist:listing:remove", "移出名单", "Remove a listing"),
    Permission("whitelist:batch:read", "查看批次", "See batches"),
    Permission("whitelist:batch:create", "新建批次", "Create a batch"),
    Permission("whitelist:batch:fill", "把单位加入批次", "Put units into a batch"),
    Permission("whitelist:batch:drop", "把单位撤出批次", "Take a unit out of a batch"),
    Permission("whitelist:batch:publicise", "公示批次", "Publicise a batch"),
    Permission("whitelist:batch:publish", "发布批次", "Publish a batch", consultation=True),
    Permission("whitelist:batch:withdraw", "撤回批次", "Withdraw a batch"),
    Permission("whitelist:group:admit", "把关联单位整组加入批次", "Put a unit and those it depends on into a batch"),
    Permission("whitelist:chain:read", "查看链式保障", "See what depends on a unit"),
    Permission("whitelist:chain:export", "导出断点清单", "Export single points of failure"),
    Permission("whitelist:provider:designate", "指定保障服务单位", "Name who provides a need"),
    Permission("whitelist:provider:end", "结束保障服务", "End what a provider was named for"),
    Permission(
        "whitelist:enrolment:read", "查看应入尽入和名单复核", "See who qualifies and is not in, and who no longer does"
    ),
    Permission("whitelist:outreach:record", "记录联系情况", "Record what a unit says when asked to apply"),
    Permission("whitelist:proposal:read", "查看名单提议", "See what is proposed of the list"),
    Permission("whitelist:proposal:accept", "采纳名单提议", "Accept a proposal"),
    Permission("whitelist:proposal:decline", "不采纳名单提议", "Decline a proposal"),
    Permission("whitelist:proposal:renew", "按现行标准重新提议", "Judge again and propose what follows"),
    Permission("whitelist:application:read", "查看申报和申报条件", "See applications and what they are judged by"),
    Permission("whitelist:application:start", "开始申报", "Start an application"),
    Permission("whitelist:application:fill", "填写申报", "Fill in an application"),
    Permission("whitelist:application:submit", "提交申报", "Hand in an application"),
    Permission("whitelist:application:withdraw", "撤回申报", "Withdraw an application"),
    Permission("whitelist:application:decide", "审核申报", "Decide an application by the standard"),
    Permission("whitelist:application:return", "退回申报", "Return an application"),
    Permission(
        "whitelist:application:override", "例外决定", "Decide an application against the verdict", consultation=True
    ),
    Permission("whitelist:application:export", "导出申报", "Export applications"),
    Permission("whitelist:appeal:lodge", "申诉", "Appeal against a refusal"),
    Permission("whitelist:appeal:answer", "答复申诉", "Answer an appeal"),
    Permission("whitelist:coverage:read", "查看覆盖率", "See coverage"),
    Permission("whitelist:denominator:record", "登记分母", "Record a denominator"),
    Permission("whitelist:rules:edit", "起草管理办法", "Draft the rules of the list"),
    Permission("whitelist:rules:publish", "公布管理办法", "Make the rules of the list public", consultation=True),
    Permission("whitelist:rules:withdraw", "作废管理办法草稿", "Give up a draft of the rules of the list"),
    Permission("whitelist:pack:load", "装载名单目标", "Load targets of the list"),
)
