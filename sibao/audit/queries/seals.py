"""How far the record is sealed, what attests it, and what examinations found."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sibao.audit.models import AuditLine, Checkpoint, Seal, UnsealedLine, Verification
from sibao.kernel.access import Actor
from sibao.kernel.refusals import NotFound, Text
from sibao.kernel.secrets import signing

KEY = "audit"
WORDS: Mapping[str, Text] = {
    "edited": _("第 %(number)s 号（记录 %(line_id)s）的内容、编号或封存时间被改动"),
    "deleted": _("第 %(number)s 号封存的记录 %(line_id)s 被删除"),
    "gap": _("封存编号缺失：%(note)s"),
    "broken": _("第 %(number)s 号（记录 %(line_id)s）与前一号接不上：次序被调换或前面被改写"),
    "rewritten": _(
        "第 %(number)s 号（记录 %(line_id)s）与已签发的校验点不符：第 %(note)s 号之中有记录被改写，"
        "或数据库从更早的备份恢复后又写入了新记录"
    ),
    "cut": _("记录尾部缺失：校验点证明还应有第 %(note)s 号；记录被截去，或数据库从更早的备份恢复"),
    "inserted": _("记录 %(line_id)s 既未封存也不在待封存之列：系绕过系统插入，或其封存被删"),
    "vanished": _("记录 %(line_id)s 在封存之前被删除"),
    "forged": _("编号 %(number)s 的校验点签名不符（密钥 %(note)s）：校验点被改动"),
    "key-missing": _("编号 %(number)s 的校验点由密钥 %(note)s 签发，手头没有这把公钥：请提供留存的公钥文件"),
}


@dataclass(frozen=True, slots=True)
class Sealing:
    """How far the record is sealed: the last number with its moment, and what waits."""

    number: int
    at: datetime | None
    unsealed: int
    waiting_since: datetime | None


def sealing() -> Sealing:
    """Return how far the record of the installation is sealed."""
    last = Seal.objects.order_by("-number").first()
    first = UnsealedLine.objects.order_by("line_id").values("line_id")[:1]
    since = AuditLine.objects.filter(pk__in=first).values_list("recorded_at", flat=True).first()
    waiting = UnsealedLine.objects.count()
    return Sealing(last.number if last else 0, last.sealed_at if last else None, waiting, since)


def checkpoints() -> QuerySet[Checkpoint]:
    """Return the checkpoints, newest first."""
    return Checkpoint.objects.order_by("-id")


def checkpoint(checkpoint_id: int) -> Checkpoint:
    """Return one checkpoint.

    Raises:
        NotFound: there is none of that id.
    """
    found = Checkpoint.objects.filter(pk=checkpoint_id).first()
    if found is None:
        raise NotFound
    return found


def verifications(actor: Actor) -> QuerySet[Verification]:
    """Return the examinations that people of the zone asked for, newest first."""
    return Verification.objects.filter(zone_id=actor.zone_id).order_by("-id")


def key_words() -> Text:
    """Return what is the matter with the signing key, empty when it is there."""
    try:
        signing.signer(KEY)
    except signing.NoSigningKey:
        last = checkpoints().first()
        if last is None:
            return _("还没有签名密钥：请在服务器上运行 sibao audit keygen")
        return (
            _("签名密钥 %s 丢失：旧校验点仍可用公钥核验；请从备份恢复，或运行 sibao audit keygen 换新密钥")
            % last.key_id
        )
    return ""


def words_of(finding: Mapping[str, Any]) -> str:
    """Return a finding in words, with the line's name."""
    return str(WORDS[finding["kind"]]) % finding
