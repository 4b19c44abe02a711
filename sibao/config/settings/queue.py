"""The task queue lives in the same database, so that a job joins the command's transaction."""

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"
QUEUES = ("default", "messages", "imports", "exports")
