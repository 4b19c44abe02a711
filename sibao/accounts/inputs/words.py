"""Words that inputs share."""

import re
from typing import Annotated

from django.utils.translation import gettext as _
from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

from sibao.kernel.sheets.phones import read_phone
from sibao.kernel.sheets.text import compact, tidy
from sibao.kernel.sheets.words import Problem

_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{2,39}")


def _login(text: str) -> str:
    name = text.strip().lower()
    if not _LOGIN.fullmatch(name):
        raise ValueError(_("登录名须为 3–40 位字母、数字、点、横线，以字母或数字开头"))
    return name


def _phone(text: str) -> str:
    found = read_phone(compact(text))
    if isinstance(found, Problem):
        raise ValueError(_("电话应为 11 位手机号，或带区号的座机号"))
    return found


Login = Annotated[str, AfterValidator(_login)]
Phone = Annotated[str, AfterValidator(_phone)]
Words = Annotated[str, StringConstraints(min_length=1, max_length=40), AfterValidator(tidy)]
Reason = Annotated[str, StringConstraints(min_length=2, max_length=200), AfterValidator(tidy)]

Email = Annotated[str, StringConstraints(max_length=254, pattern=r"^([^@\s]+@[^@\s]+)?$")]


class Input(BaseModel):
    """Base of inputs: nothing unknown slips in."""

    model_config = ConfigDict(extra="forbid", frozen=True)
