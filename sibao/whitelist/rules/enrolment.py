"""What a unit may answer when it is asked to apply (应入尽入, R123)."""

from django.utils.translation import gettext_lazy as _

ANSWERS = {"willing": _("愿意申报"), "declined": _("不愿申报"), "unreached": _("没有联系上")}
