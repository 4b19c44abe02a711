"""Upkeep of the queue and the stream: what stalled is taken up again, what is done or old is dropped."""

from datetime import timedelta

from procrastinate.contrib.django import app

from sibao.kernel import clock, live
from sibao.kernel.attaching import services as attaching
from sibao.kernel.jobs import AWAITED, daily, on_fresh_connection

SILENT = 30.0
"""Three beats of a worker's heart, in seconds."""
KEPT_HOURS = 48
HEARD = timedelta(hours=24)


@app.periodic(cron="* * * * * */20")
@app.task(name="sibao.kernel.queue.recover", queue=AWAITED, queueing_lock="recover")
async def recover_stalled(timestamp: int) -> None:
    """Put jobs back whose worker has fallen silent, such as after kill -9: within a minute."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=SILENT):
        await app.job_manager.retry_job(job)


@app.periodic(cron=daily(3, 23))
@app.task(name="sibao.kernel.queue.prune", queue="default")
async def prune_jobs(timestamp: int) -> None:
    """Drop finished jobs after two days."""
    await app.job_manager.delete_old_jobs(nb_hours=KEPT_HOURS)


@app.periodic(cron=daily(3, 43))
@app.task(name="sibao.kernel.live.prune", queue="default")
@on_fresh_connection
def prune_live(timestamp: int) -> None:
    """Drop announcements that every page has had time to hear."""
    live.forget(clock.real() - HEARD)


@app.periodic(cron=daily(3, 53))
@app.task(name="sibao.kernel.attachments.purge", queue="default")
@on_fresh_connection
def purge_attachments(timestamp: int) -> None:
    """Delete the bytes of attachments that were removed a month ago."""
    attaching.purge_attachments(clock.now())
