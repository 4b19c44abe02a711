"""What roles may be allowed to do in this context."""

from sibao.kernel.permissions import Permission, declare

declare(Permission("dashboard:screen:read", "查看一屏掌控", "See the one screen"))
