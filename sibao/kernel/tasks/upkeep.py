"""Upkeep of the queue and the stream: what stalled is taken up again, what is done or old is dropped."""

from datetime import timedelta

from procrastinate.contrib.django import app

from sibao.kernel import clock, live

SILENT = 60.0
KEPT_HOURS = 48
HEARD = timedelta(hours=24)


@app.periodic(cron="* * * * *")
@app.task(name="sibao.kernel.queue.recover", queue="default", pass_context=True)
async def recover_stalled(context: object, timestamp: int) -> None:
    """Put jobs back whose worker has fallen silent, such as after kill -9."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=SILENT):
        await app.job_manager.retry_job(job)


@app.periodic(cron="23 3 * * *")
@app.task(name="sibao.kernel.queue.prune", queue="default")
async def prune_jobs(timestamp: int) -> None:
    """Drop finished jobs after two days."""
    await app.job_manager.delete_old_jobs(nb_hours=KEPT_HOURS)


@app.periodic(cron="43 3 * * *")
@app.task(name="sibao.kernel.live.prune", queue="default")
def prune_live(timestamp: int) -> None:
    """Drop announcements that every page has had time to hear."""
    live.forget(clock.real() - HEARD)
