"""The task queue lives in the same database, so that a job joins the command's transaction."""

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"
LANES = (("default",), ("messages",), ("imports", "exports"))
"""Which queues the worker serves side by side, one job of each lane at a time: a long import holds nobody else up."""
