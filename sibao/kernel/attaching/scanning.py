"""Looking for viruses (病毒扫描) by a command of the installation; off where none is set."""

import logging
import shlex
import subprocess

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from sibao.kernel.refusals import Invalid, Unavailable

logger = logging.getLogger("sibao.attachments")
SECONDS = 60


def scan(content: bytes) -> None:
    """Give a file to the command of `SCAN_COMMAND` on its standard input: 0 lets it pass, 1 is a find, all else a failure.

    Raises:
        Invalid: something was found.
        Unavailable: the command broke or took longer than a minute; nothing unseen is kept.
    """
    if not settings.SCAN_COMMAND:
        return
    try:
        done = subprocess.run(
            shlex.split(settings.SCAN_COMMAND), input=content, capture_output=True, timeout=SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        logger.exception("the scan did not run")
        raise Unavailable(_("病毒扫描暂时不可用，文件没有保存，请稍后再试")) from error
    if done.returncode == 1:
        raise Invalid(fields={"file": _("病毒扫描没有通过，文件没有保存")})
    if done.returncode:
        logger.error("the scan ended with %s", done.returncode)
        raise Unavailable(_("病毒扫描暂时不可用，文件没有保存，请稍后再试"))
