"""The task queue lives in the same database, so that a job joins the command's transaction."""

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"
LANES = (("awaited",), ("default",), ("messages",), ("imports", "exports"))
"""Which queues the worker serves side by side, one job of each lane at a time.

Nobody who sits and waits is held up by a long import or by what the clock does after a long silence.
"""
