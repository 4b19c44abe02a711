"""Short ways to a merge that others agreed to, and to whether anything has changed."""

from django.apps import apps
from django.db import connection

from sibao.directory import queries, services
from sibao.directory.inputs import MergeUnits, UndoMerge
from sibao.directory.models import Contact, Merge, Unit
from sibao.kernel import clock
from sibao.kernel.access import acting
from sibao.kernel.secrets import keyed_hash, seal
from tests import consulted, world

MERGE = "directory:unit:merge"


def contact(unit, phone="13800000011", duty="联系人"):
    with acting(world.cli(unit.zone)):
        sealed = {"name_sealed": seal("张演示"), "phone_sealed": seal(phone)}
        return Contact.objects.create(
            zone=unit.zone,
            unit=unit,
            duty=duty,
            phone_hash=keyed_hash(phone, purpose="phone"),
            updated_at=clock.now(),
            **sealed,
        )


def given(kept, double, **more):
    for unit in (kept, double):
        unit.refresh_from_db()
    pair = {"retired_id": double.pk, "retired_version": double.version}
    pair |= {"survivor_id": kept.pk, "survivor_version": kept.version}
    with acting(world.cli(kept.zone)):
        seen = {one.key: count.digest for one, count in queries.merge_counts(double.pk, kept.pk)}
    return MergeUnits.model_validate(pair | {"reason": "同一家，重复登记", "seen": seen} | more)


def agreed(actor, kept, double, **more):
    """A merge that a head of department has agreed to and that waits for the queue."""
    found = consulted.ask(actor, MERGE, given(kept, double, **more))
    return consulted.agree(consulted.colleague(kept.zone, "head_industry"), found)


def carried(found):
    assert consulted.carry_out(found).state == "carried_out", found.reason
    return Merge.objects.latest("pk")


def merged(actor, kept, double, **more):
    return carried(agreed(actor, kept, double, **more))


def undone(actor, merge):
    return services.undo_merge(actor=actor, given=UndoMerge(merge_id=merge.pk, reason="并错了"))


def tables():
    """Every table of the contexts that holds rows of the present, but for what asking others leaves behind."""
    ours = {"directory", "whitelist", "accounts", "inbox", "duty"}
    known = [model for model in apps.get_models() if model._meta.app_label in ours]
    left_out = {"Merge", "MergeRow", "Likeness", "CoverageCell", "CoverageDay", "Message", "Delivery"}
    return [m for m in known if not hasattr(m, "pgh_tracked_model") and m.__name__ not in left_out]


def hashes(zone):
    """A digest of each table; of units all but what counts on whenever somebody changes one."""
    found = {}
    with acting(world.cli(zone)), connection.cursor() as cursor:
        for model in tables():
            table = model._meta.db_table
            row = "(to_jsonb(r) - 'version' - 'updated_at')::text" if model is Unit else "to_jsonb(r)::text"
            cursor.execute(f"select md5(string_agg({row}, '|' order by {row})) from {table} r")
            found[table] = cursor.fetchone()[0]
    return found
