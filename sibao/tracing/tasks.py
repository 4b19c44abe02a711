"""Jobs of tracing: partitions of stays for the days to come."""

from procrastinate.contrib.django import app

from sibao.kernel import clock
from sibao.kernel.jobs import daily, on_fresh_connection
from sibao.tracing.services.upkeep import open_days


@app.periodic(cron=daily(0, 4))
@app.task(name="sibao.tracing.nightly", queue="default")
@on_fresh_connection
def begin_day(timestamp: int) -> None:
    """Make the partitions of the days to come."""
    open_days(clock.today())
