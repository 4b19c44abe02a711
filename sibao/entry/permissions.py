"""What roles may be allowed to do in this context."""

from sibao.kernel.permissions import Permission, declare

declare(
    Permission("entry:pack:load", "装载入口管控规则", "Load a pack's classes of origin"),
    Permission("entry:area:read", "查看来源地类别", "See classes of areas of origin"),
    Permission("entry:area:grade", "定来源地类别", "Say which class an area of origin has"),
    Permission("entry:arrival:read", "查看入济报备（脱敏）", "See registered arrivals masked"),
    Permission("entry:arrival:export", "导出入济报备（脱敏）", "Export registered arrivals masked"),
    Permission("entry:arrival:register", "入济报备", "Register an arrival"),
    Permission("entry:arrival:cancel", "取消报备", "Cancel a registered arrival"),
    Permission("entry:arrival:receive", "登记抵达", "Record that somebody has arrived"),
    Permission("entry:arrival:close", "办结报备", "Close an arrival"),
    Permission("entry:gate:read", "门岗页", "Use a gate's page"),
    Permission("entry:card:print", "打印通行编码", "Print the codes that people show at gates"),
    Permission("entry:gate:check", "门岗核验", "Check somebody at a gate"),
    Permission("entry:gate:record", "登记门岗核验", "Record what a gate saw"),
    Permission("entry:code:read", "查看赋码", "See codes"),
    Permission("entry:code:export", "导出赋码", "Export codes"),
    Permission("entry:code:assign", "人工赋码", "Assign a code by hand"),
    Permission("entry:code:release", "解除赋码", "Release a code"),
    Permission("entry:appeal:lodge", "赋码申诉", "Appeal against a code"),
    Permission("entry:appeal:decide", "答复赋码申诉", "Decide an appeal against a code"),
)
