"""Destroying keys of personal data for good (加密销毁), with a certificate that anyone can verify."""

from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from sibao.audit import queries
from sibao.audit.inputs import DestroyKeys
from sibao.audit.models import DestroyedKey
from sibao.audit.services import clearing
from sibao.directory import queries as directory
from sibao.kernel.access import Actor
from sibao.kernel.clock import SHANGHAI
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.documents import issuing
from sibao.kernel.documents.notices import NOTICE_TEMPLATE, Notice, Paragraph
from sibao.kernel.models import IssuedDocument
from sibao.kernel.refusals import Invalid, NotFound, WrongMove
from sibao.kernel.secrets import keyring
from sibao.kernel.secrets.sealing import HASHES

KIND = "key-destruction"


@command("audit:key:destroy")
def destroy_keys(*, actor: Actor, now: datetime, given: DestroyKeys) -> Done[IssuedDocument]:
    """Destroy every key of a pack and period once this is committed, and issue the certificate.

    Raises:
        NotFound: there is no such key.
        Invalid: pack and period were not typed as they are.
        WrongMove: they are held.
    """
    names = keyring.periods(given.pack).get(given.period)
    if not names or given.pack == HASHES:
        raise NotFound
    if given.typed != f"{given.pack}.{given.period}":
        raise Invalid(fields={"typed": _("请照写 %s 以确认") % f"{given.pack}.{given.period}"})
    if queries.held(given.pack, given.period):
        raise WrongMove(_("已保全，解除保全之前不得销毁"))
    counts = clearing.counted(names)
    kept = {"zone_id": actor.zone_id, "at": now, "account_id": actor.account_id, "reason": given.reason}
    sums = {name: sum(places.values()) for name, places in counts.items()}
    rows = DestroyedKey.objects.bulk_create(DestroyedKey(name=name, values=sums[name], **kept) for name in names)
    certificate = _certify(actor, rows, now)
    DestroyedKey.objects.filter(name__in=names).update(document=certificate)
    transaction.on_commit(partial(destroy_files, names))
    details: dict[str, object] = {"keys": names, "reason": given.reason, "values": counts}
    return Done(certificate, Subject("key", rows[0].pk, given.typed), details=details)


def finish() -> int:
    """Destroy what is recorded as destroyed and still there, such as after a crash or a restored copy of the keys."""
    left = sorted(set(DestroyedKey.objects.values_list("name", flat=True)) & set(keyring.names()))
    destroy_files(left)
    return len(left)


def destroy_files(names: list[str]) -> None:
    """Destroy keys of these names for good."""
    for name in names:
        keyring.destroy(name)


def _certify(actor: Actor, rows: list[DestroyedKey], now: datetime) -> IssuedDocument:
    zone = directory.zone(actor.zone_id)
    year = now.astimezone(SHANGHAI).year
    number = _("密销〔%(year)s〕%(serial)s号") % {"year": year, "serial": rows[0].pk}
    said = _(
        "下列密钥已于 %(at)s 销毁：%(names)s。由其加密的个人信息及文件自此不能以任何方式恢复；另存的密钥副本须一并销毁。"
    ) % {
        "at": f"{now.astimezone(SHANGHAI):%Y-%m-%d %H:%M}",
        "names": "、".join(row.name for row in rows),
    }
    notice = Notice(
        head=zone.name,
        paragraphs=(
            Paragraph(text=said),
            Paragraph(text=_("涉及加密数据 %s 处（含历史记录）。") % sum(row.values for row in rows)),
            Paragraph(text=_("销毁原因：%s") % rows[0].reason),
        ),
        signed_by=zone.name,
        dated=now.astimezone(SHANGHAI).date(),
        demo=zone.demo,
    )
    return issuing.issue(
        zone_id=actor.zone_id,
        kind=KIND,
        number=number,
        title=_("个人信息密钥销毁证明"),
        template=NOTICE_TEMPLATE,
        data=notice.data(),
        subject=Subject("key", rows[0].pk),
        actor=actor,
        now=now,
    )
