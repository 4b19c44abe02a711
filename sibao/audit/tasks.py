"""Jobs of the record: sealing every ten seconds, a checkpoint a day, mailing it, examinations."""

import logging

from procrastinate.contrib.django import app

from sibao.audit.services import checkpoints, packs, rotations, sealing, verifying
from sibao.kernel import clock
from sibao.kernel.jobs import AGAIN, FOR_DAYS, daily, on_fresh_connection
from sibao.kernel.refusals import WrongMove

logger = logging.getLogger("sibao.audit")


@app.periodic(cron="* * * * * */10")
@app.task(name="sibao.audit.seal", queue="default", queueing_lock="audit-seal")
def seal(timestamp: int) -> None:
    """Seal what waits."""
    sealing.seal_waiting(clock.now())


@app.periodic(cron=daily(0, 7))
@app.task(name="sibao.audit.checkpoint.sign", queue="default")
def sign_checkpoint(timestamp: int) -> None:
    """Sign the day's checkpoint; without a key the log says so, and so does the page."""
    try:
        checkpoints.sign(clock.now())
    except WrongMove as refusal:
        logger.error("no checkpoint: %s", refusal)


@app.task(name=checkpoints.MAIL, queue="messages", retry=FOR_DAYS)
def mail_checkpoint(checkpoint_id: int) -> None:
    """Mail a checkpoint out."""
    checkpoints.mail(checkpoint_id)


@app.task(name=verifying.VERIFY, queue="default")
def verify(verification_id: int) -> None:
    """Examine the record."""
    verifying.carry_out(verification_id, clock.now())


@app.task(name=rotations.RESEAL, queue="default", retry=AGAIN)
@on_fresh_connection
def reseal(rotation_id: int) -> None:
    """Seal some batches anew; a further job does the next ones, so that others are let through."""
    if rotations.work(rotation_id):
        rotations.ask(rotation_id)


@app.periodic(cron=daily(2, 37))
@app.task(name="sibao.audit.keys.keep", queue="default")
def keep_to_periods(timestamp: int) -> None:
    """Destroy the keys of what has been kept for as long as the pack says."""
    packs.keep_to_periods(clock.now())
    rotations.go_on()
