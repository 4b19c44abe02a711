"""Every permission of the product by its name `context:noun:verb`; the command of that name is what it permits."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Permission:
    """One thing a role may hold (权限).

    Args:
        name: `context:noun:verb`, also the name of the command, of its audit line and of its log line.
        zh, en: what it allows, in words.
        reveals: shows personal data unmasked; its use is logged with a purpose.
        consultation: nobody does it alone (会签、复核): True = ever; a field of the command's input = when that is set.
    """

    name: str
    zh: str
    en: str
    reveals: bool = False
    consultation: bool | str = False


ALL: dict[str, Permission] = {}


def declare(*permissions: Permission) -> None:
    """Add permissions to the one table.

    Raises:
        RuntimeError: a name is declared twice or is not `context:noun:verb`.
    """
    for permission in permissions:
        if permission.name.count(":") != 2:
            raise RuntimeError(f"permission {permission.name} is not context:noun:verb")
        if permission.name in ALL:
            raise RuntimeError(f"permission {permission.name} declared twice")
        ALL[permission.name] = permission


declare(
    Permission("kernel:import:read", "查看导入记录", "See imports"),
    Permission("kernel:import:start", "上传表格", "Upload a workbook"),
    Permission("kernel:import:answer", "回答读表问题", "Answer questions of a workbook"),
    Permission("kernel:import:apply", "应用导入", "Apply an import"),
    Permission("kernel:import:cancel", "取消导入", "Cancel an import"),
    Permission("kernel:export:cancel", "取消导出", "Cancel an export"),
    Permission("kernel:export:read", "查看导出记录", "See exports"),
    Permission("kernel:revision:read", "查看批量修改", "See one's revisions of many rows"),
    Permission("kernel:revision:start", "选定要批量修改的行", "Choose rows to change at once"),
    Permission("kernel:revision:preview", "预览批量修改", "Preview a change of many rows"),
    Permission("kernel:revision:apply", "应用批量修改", "Apply a change of many rows"),
    Permission("kernel:revision:cancel", "取消批量修改", "Cancel a change of many rows"),
    Permission("kernel:filter:edit", "保存常用筛选", "Save filters"),
    Permission("kernel:filter:share", "把常用筛选给同角色的人用", "Share filters with one's role"),
    Permission("kernel:clock:advance", "拨快演示时钟", "Move the demo clock on"),
    Permission("kernel:attachment:read", "查看附件", "See attachments"),
    Permission("kernel:attachment:add", "上传附件", "Add attachments"),
    Permission("kernel:attachment:remove", "移除附件", "Remove attachments"),
    Permission("kernel:document:read", "查看公文", "See issued documents"),
    Permission("kernel:switch:read", "查看功能开关", "See feature switches"),
    Permission("kernel:switch:turn", "开关功能", "Switch features on and off"),
    Permission("kernel:code:read", "查看代码表", "See code lists"),
    Permission("kernel:code:edit", "维护代码", "Keep the codes of a list"),
    Permission("kernel:codelist:create", "新建代码表", "Begin a code list"),
    Permission("kernel:pack:load", "装载本区设置", "Load a zone's own settings"),
)
