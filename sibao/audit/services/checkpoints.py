"""Checkpoints: the chain's last number and hash, signed, so that a copy kept elsewhere betrays what is cut off."""

import base64
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from sibao.audit import queries
from sibao.audit.inputs import OneCheckpoint
from sibao.audit.models import Checkpoint, Seal
from sibao.audit.queries import KEY
from sibao.audit.rules import Signed, moment
from sibao.audit.services.sealing import seal_waiting
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, NoInput, Subject, command
from sibao.kernel.refusals import WrongMove
from sibao.kernel.secrets import signing

MAIL = "sibao.audit.checkpoint.mail"


@transaction.atomic
def sign(now: datetime) -> Checkpoint:
    """Seal what waits, sign the chain's end, and queue its mailing.

    Raises:
        WrongMove: there is no key to sign with, or nothing is sealed yet.
    """
    try:
        signer = signing.signer(KEY)
    except signing.NoSigningKey as error:
        raise WrongMove(queries.key_words()) from error
    seal_waiting(now)
    last = Seal.objects.order_by("-number").first()
    if last is None:
        raise WrongMove(_("还没有封存的记录，无从签发"))
    digest = bytes(last.hash)
    unsigned = Signed(number=last.number, hash=digest.hex(), at=moment(now), key=signer.key_id)
    made = Checkpoint.objects.create(
        number=last.number, hash=digest, at=now, key_id=signer.key_id, signature=signer.sign(unsigned.message())
    )
    app.configure_task(MAIL, queue="messages").defer(checkpoint_id=made.pk)
    return made


@command("audit:checkpoint:sign")
def sign_checkpoint(*, actor: Actor, now: datetime, given: NoInput) -> Done[Checkpoint]:
    """Sign a checkpoint now."""
    made = sign(now)
    return Done(made, _subject(made), details={"number": made.number, "key": made.key_id})


@command("audit:checkpoint:take")
def take_checkpoint(*, actor: Actor, now: datetime, given: OneCheckpoint) -> Done[Signed]:
    """Hand a checkpoint out as the file that verifies the record."""
    found = queries.checkpoint(given.checkpoint_id)
    return Done(signed(found), _subject(found))


def signed(found: Checkpoint) -> Signed:
    """Return a checkpoint as the file that leaves the house."""
    signature = base64.b64encode(bytes(found.signature)).decode()
    return Signed(
        number=found.number,
        hash=bytes(found.hash).hex(),
        at=moment(found.at),
        key=found.key_id,
        signature=signature,
    )


def mail(checkpoint_id: int) -> int:
    """Send a checkpoint to the configured addresses and return to how many."""
    addresses = list(settings.CHECKPOINT_ADDRESSES)
    if not addresses:
        return 0
    file = signed(queries.checkpoint(checkpoint_id))
    words = _("操作记录校验点：编号 %(number)s，%(at)s，密钥 %(key)s。请妥善留存附件。")
    message = EmailMessage(subject=_("操作记录校验点 %s") % file.number, body=words % file.model_dump(), to=addresses)
    message.attach(file_name(file), file.text(), "application/json")
    message.send()
    return len(addresses)


def file_name(file: Signed) -> str:
    """Return the name of a checkpoint's file; names sort by number."""
    return f"checkpoint-{file.number:012d}-{file.hash[:8]}.json"


def _subject(made: Checkpoint) -> Subject:
    return Subject("checkpoint", made.pk, str(made.number))
