"""What roles may be allowed to do in this context."""

from sibao.kernel.permissions import Permission, declare

declare(
    Permission("audit:line:read", "查看操作记录", "See the record"),
    Permission("audit:line:export", "导出操作记录", "Export the record"),
    Permission("audit:line:seal", "立即封存操作记录", "Seal the record now"),
    Permission("audit:seal:read", "查看封存情况", "See how far the record is sealed"),
    Permission("audit:checkpoint:sign", "签发校验点", "Sign a checkpoint"),
    Permission("audit:checkpoint:take", "下载校验点", "Download a checkpoint"),
    Permission("audit:look:inquire", "为本人查谁看过其信息", "Tell a person who looked at her data"),
    Permission("audit:processing:read", "查看个人信息处理登记", "See the register of processing"),
    Permission("audit:key:read", "查看个人信息密钥", "See the keys of personal data"),
    Permission("audit:key:rotate", "换发个人信息密钥", "Make a further key for personal data"),
    Permission("audit:key:finish", "确认重新加密完成", "Say that all is sealed anew"),
    Permission("audit:key:retire", "停用旧的个人信息密钥", "Put away former keys of personal data"),
    Permission("audit:key:destroy", "销毁个人信息密钥", "Destroy keys of personal data"),
    Permission("audit:key:clear", "清除销毁后的残留密文", "Clear what a destroyed key leaves behind"),
    Permission("audit:hold:read", "查看个人信息保全", "See holds on personal data"),
    Permission("audit:hold:place", "保全个人信息", "Hold personal data from being destroyed"),
    Permission("audit:hold:lift", "解除个人信息保全", "Lift a hold on personal data"),
    Permission("audit:pack:load", "装载个人信息处理登记", "Load the register of processing"),
    Permission("audit:record:verify", "核验操作记录", "Examine the record"),
)
