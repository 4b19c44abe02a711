"""Mail by the server of `SIBAO_EMAIL_URL`."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.translation import gettext as _

from sibao.inbox.services.channels.letter import Letter, NoAnswer, Refused, Unreachable, Way

PERMANENT = 500


class Mail(Way):
    """Mail has no key by which a server would know a repeat; its Message-ID stays the same, so that mail programs may."""

    def is_open(self) -> bool:
        return True

    @contextmanager
    def opened(self, letter: Letter) -> Iterator[Callable[[], None]]:
        line = get_connection()
        try:
            line.open()
        except (OSError, SMTPException) as error:
            raise Unreachable(_("邮件服务器连接不上（%(what)s）") % {"what": type(error).__name__}) from error
        try:
            yield lambda: _hand_over(_written(letter, line))
        finally:
            with suppress(OSError, SMTPException):  # what was answered before counts
                line.close()


def _written(letter: Letter, line: BaseEmailBackend) -> EmailMessage:
    subject = _("四保平台：%(label)s") % {"label": letter.label}
    host = urlsplit(settings.ORIGIN).hostname or "localhost"
    headers = {"Message-ID": f"<{letter.reference}@{host}>", "Auto-Submitted": "auto-generated"}
    return EmailMessage(subject, letter.text, None, [letter.to], connection=line, headers=headers)


def _hand_over(message: EmailMessage) -> None:
    """Send; an answer of the server is an answer, and only silence leaves the fate of the mail unknown."""
    try:
        message.send()
    except SMTPRecipientsRefused as refused:
        code = max((code for code, _words in refused.recipients.values()), default=PERMANENT)
        raise _answered(code) from refused
    except SMTPResponseException as refused:
        raise _answered(refused.smtp_code) from refused


def _answered(code: int) -> Exception:
    words = _("邮件服务器答复 %(code)d") % {"code": code}
    return Refused(words) if code >= PERMANENT else NoAnswer(words)
