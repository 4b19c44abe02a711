"""Issuing, voiding and verifying documents: what went out under a number can be checked by anyone, for ever."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from sibao.kernel.access import Actor
from sibao.kernel.commands import Subject
from sibao.kernel.documents.check_codes import new_check_code, normalise_check_code
from sibao.kernel.documents.fonts import document_fonts
from sibao.kernel.documents.rendering import qr_svg, render
from sibao.kernel.models import IssuedDocument
from sibao.kernel.refusals import Conflict, Invalid, NotFound, Text, WrongMove

NUMBER_LENGTH = 60
TITLE_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Verification:
    """What a check code leads to: a document in force, a voided one (作废), or none."""

    state: Literal["valid", "void", "unknown"]
    check_code: str
    document: IssuedDocument | None = None


def issue(
    *,
    zone_id: int,
    kind: str,
    number: str,
    title: str,
    template: str,
    data: dict[str, Any],
    subject: Subject,
    actor: Actor,
    now: datetime,
) -> IssuedDocument:
    """Renders a document with its number and a new check code, and keeps its bytes; belongs into a transaction.

    `number` is the 发文字号 and stands once per zone and kind; `title` may hold line breaks; `data` is what `template`
    reads besides `number`, `title` and `check`.
    Raises `Invalid` for a blank or overlong number or title and `Conflict` for a number that is taken.
    """
    if subject.id is None:
        raise ValueError("a document is about something that has an id")
    number, title = number.strip(), title.strip()
    _require_filled(number=(number, NUMBER_LENGTH), title=(title, TITLE_LENGTH))
    if IssuedDocument.objects.filter(zone_id=zone_id, kind=kind, number=number).exists():
        raise _number_taken(number)
    code = new_check_code()
    content = render(
        template,
        {**data, "number": number, "title": title, "check": _check(code)},
        fonts=document_fonts(),
        created=now,
    )
    document = IssuedDocument(
        zone_id=zone_id,
        kind=kind,
        number=number,
        title=title.replace("\n", ""),
        check_code=code,
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        issued_at=now,
        issued_by=actor.account_id,
        subject_kind=subject.kind,
        subject_id=subject.id,
    )
    try:
        with transaction.atomic():
            document.save(force_insert=True)
    except IntegrityError as error:
        raise _number_taken(number) from error
    return document


def void(document_id: int, *, zone_id: int, reason: str, now: datetime) -> IssuedDocument:
    """Voids a document (作废): it stays, and its check code says so from now on; belongs into a transaction.

    Raises `Invalid` without a reason, `NotFound` outside the zone and `WrongMove` when it is void already.
    """
    if not reason.strip():
        raise Invalid(fields={"reason": _("请写明作废原因")})
    document = (
        IssuedDocument.objects.select_for_update().defer("content").filter(zone_id=zone_id, pk=document_id).first()
    )
    if document is None:
        raise NotFound
    if document.void_at is not None:
        raise WrongMove(_("文件 %(number)s 已经作废") % {"number": document.number})
    document.void_at, document.void_reason = now, reason.strip()
    document.save(update_fields=["void_at", "void_reason"])
    return document


def verify(check_code: str) -> Verification:
    """Looks a typed check code up, in all zones and for anyone.

    Raises `Invalid` (field `check_code`) when the code was mistyped, before anything is looked up.
    """
    code = normalise_check_code(check_code)
    document = IssuedDocument.objects.defer("content").filter(check_code=code).first()
    if document is None:
        return Verification("unknown", code)
    return Verification("valid" if document.void_at is None else "void", code, document)


def verification_url(check_code: str) -> str:
    """The public address that verifies a document (setting `DOCUMENT_VERIFICATION_URL`)."""
    return str(settings.DOCUMENT_VERIFICATION_URL).format(code=check_code)


def _check(code: str) -> dict[str, str]:
    url = verification_url(code)
    return {"code": code, "url": url, "qr": qr_svg(url)}


def _number_taken(number: str) -> Conflict:
    return Conflict(_("发文字号 %(number)s 已被使用，请核对后重新编号") % {"number": number})


def _require_filled(**given: tuple[str, int]) -> None:
    wrong: dict[str, Text] = {}
    for field, (text, longest) in given.items():
        if not document_fonts().printable(text).strip():
            wrong[field] = _("请填写")
        elif len(text) > longest:
            wrong[field] = _("最多 %(longest)s 个字") % {"longest": longest}
    if wrong:
        raise Invalid(fields=wrong)
