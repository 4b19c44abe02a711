"""What the product says no with. Doors turn a refusal into a page or an RFC 9457 problem."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


class Refusal(Exception):
    """A refusal in the user's words.

    Args:
        message: what happened and what to do, in the user's language.
        fields: input field → what is wrong with it.
    """

    status = 400
    code = "bad-request"
    default: Text = _("请求无法处理")

    def __init__(self, message: Text = "", *, fields: Mapping[str, Text] | None = None) -> None:
        self.message = message or self.default
        self.fields = dict(fields or {})
        super().__init__(str(message))

    def __str__(self) -> str:
        return str(self.message)


class BadRequest(Refusal):
    """The request cannot be read (400)."""


class NotSignedIn(Refusal):
    """Nobody is signed in (401)."""

    status, code, default = 401, "not-signed-in", _("请先登录")


class Denied(Refusal):
    """The actor lacks the permission (403); it is named."""

    status, code, default = 403, "denied", _("您的岗位没有这项权限")

    def __init__(self, permission: str, message: Text = "") -> None:
        super().__init__(message)
        self.permission = permission


class NotFound(Refusal):
    """There is no such thing, or it lies outside the actor's scope (404); the two are never told apart."""

    status, code, default = 404, "not-found", _("没有这条记录，或不在您的范围内")


class TooSlow(Refusal):
    """The request did not arrive in time (408)."""

    status, code, default = 408, "too-slow", _("上传过慢，已中断：请换个网络，或拆成几个文件再试")


class Conflict(Refusal):
    """Somebody changed the row meanwhile (409); carries both versions."""

    status, code, default = 409, "conflict", _("这条记录刚被别人改过，请核对后重试")

    def __init__(self, message: Text = "", *, yours: int | None = None, current: int | None = None) -> None:
        super().__init__(message)
        self.yours, self.current = yours, current


class WrongMove(Refusal):
    """The lifecycle has no such move from the present state (409)."""

    status, code, default = 409, "wrong-move", _("当前状态下不能这样做")


class NeedsConsultation(Refusal):
    """Nobody does this alone (409): nothing was done; it can be put to those who have a say, just as it was given.

    Args:
        permission: the command.
        given: its input as JSON, as it would be asked about.
        label: what it is about.
        ask_at: the page that takes the question; empty = nobody keeps consultations here.
    """

    status, code = 409, "needs-consultation"
    default = _("这一步不能一个人办：须经会签或复核，同意后由系统按原样办理")

    def __init__(self, message: Text = "", *, permission: str, given: str, label: str, ask_at: str = "") -> None:
        super().__init__(message)
        self.permission, self.given, self.label, self.ask_at = permission, given, label, ask_at


class TooLarge(Refusal):
    """The body or file is over its bound (413)."""

    status, code, default = 413, "too-large", _("内容过大")


class Invalid(Refusal):
    """The input is understood but wrong (422); `fields` says where."""

    status, code, default = 422, "invalid", _("有内容需要更正")


class TooMany(Refusal):
    """Too many requests (429)."""

    status, code, default = 429, "too-many", _("操作过于频繁，请稍后再试")

    def __init__(self, message: Text = "", *, retry_after: int = 60) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Unavailable(Refusal):
    """Something that the product depends on does not answer (503)."""

    status, code, default = 503, "unavailable", _("暂时办不了，请稍后再试")
