"""What the application's role may do: read and write rows, own nothing, never rewrite history."""

from collections.abc import Iterable

from django.apps import apps
from django.db import connections, models

APPLICATION = "sibao_app"
APPEND_ONLY = frozenset(
    {
        "Acknowledgement",
        "AlertOpinion",
        "AlertStep",
        "AuditLine",
        "BoundaryMap",
        "Checkpoint",
        "ClockMove",
        "ConsultationUse",
        "ConsultedBody",
        "ContactDefinition",
        "Deletion",
        "DeliveryStep",
        "Disinfection",
        "FactValue",
        "GoodsCheck",
        "ListingChange",
        "MergeRow",
        "Opinion",
        "Outreach",
        "PersonalLook",
        "Reckoning",
        "RejectedSignal",
        "ScreenedPerson",
        "ScreenedSite",
        "Screening",
        "Seal",
        "Signal",
        "SignalDeletion",
        "SnapshotSeal",
        "SubjectSnapshot",
        "Stay",
        "TaskStep",
        "Verdict",
    }
)


def append_only_tables() -> list[str]:
    """Return the tables whose rows are only ever added: history, audit, changes of the list."""
    return sorted(model._meta.db_table for model in apps.get_models() if _only_grows(model))


def _only_grows(model: type[models.Model]) -> bool:
    return model.__name__ in APPEND_ONLY or hasattr(model, "pgh_tracked_model")


def grant_application(alias: str = "default", *, role: str = APPLICATION, extra: Iterable[str] = ()) -> None:
    """Grant the application's role its rights on every table of the database; run by the owner after each migration.

    A migration backward leaves tables out that the program knows.

    Args:
        alias: the connection of the owner.
        role: the application's role.
        extra: further privileges, such as TRUNCATE in tests.
    """
    rights = ", ".join(("select", "insert", "update", "delete", *extra))
    with connections[alias].cursor() as cursor:
        cursor.execute(f"grant usage on schema public to {role}")
        cursor.execute(f"grant {rights} on all tables in schema public to {role}")
        cursor.execute(f"grant usage, select on all sequences in schema public to {role}")
        there = set(connections[alias].introspection.table_names(cursor))
        for table in filter(there.__contains__, append_only_tables()):
            cursor.execute(f"revoke update, delete on {table} from {role}")
