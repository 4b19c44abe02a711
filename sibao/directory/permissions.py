"""What roles may be allowed to do in this context."""

from sibao.kernel.permissions import Permission, declare

declare(
    Permission("directory:unit:read", "查看企业（项目）", "See units"),
    Permission("directory:unit:outline", "范围外单位的代号视图", "See units outside the scope under pseudonyms"),
    Permission("directory:unit:register", "登记企业（项目）", "Register a unit"),
    Permission("directory:unit:edit", "修改企业（项目）", "Edit a unit"),
    Permission("directory:unit:import", "导入企业（项目）", "Import units"),
    Permission("directory:unit:export", "导出企业（项目）", "Export units"),
    Permission("directory:contact:reveal", "显示联系人", "Show contacts unmasked", reveals=True),
    Permission("directory:measure:record", "登记年度指标", "Record yearly measures"),
    Permission("directory:site:edit", "维护场所", "Keep sites"),
    Permission("directory:part:edit", "维护门岗、班组、班次、宿舍等", "Keep gates, teams, shifts, rooms and the like"),
    Permission("directory:turn:plan", "安排班次与就餐", "Plan shifts and sittings"),
    Permission("directory:stay:plan", "安排住宿", "Plan rooms"),
    Permission("directory:stay:end", "结束住宿", "End a stay in a room"),
    Permission("directory:vehicle:read", "查看车辆", "See vehicles"),
    Permission("directory:vehicle:edit", "维护车辆", "Keep vehicles"),
    Permission("directory:vehicle:export", "导出车辆", "Export vehicles"),
    Permission("directory:site:export", "导出场所", "Export sites"),
    Permission("directory:person:read", "查看人员（脱敏）", "See persons masked"),
    Permission("directory:person:reveal", "显示人员身份", "Show persons unmasked", reveals=True),
    Permission("directory:person:export", "导出人员（脱敏）", "Export persons masked"),
    Permission("directory:link:edit", "维护供应关系", "Keep supply links"),
    Permission("directory:organisation:read", "查看组织机构", "See organisations"),
    Permission("directory:source:read", "查看规则依据", "See where rules come from"),
    Permission("directory:pack:load", "装载地方数据包", "Load a place's pack"),
    Permission("directory:reference:load", "装载国家分类", "Load national classifications"),
)
