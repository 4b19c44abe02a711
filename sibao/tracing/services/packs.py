"""Loading what a hazard's pack says of tracing. Loading twice changes nothing; a change is a new version."""

from datetime import datetime
from typing import Any

from sibao.directory import queries as directory
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.refusals import Invalid
from sibao.tracing import sql
from sibao.tracing.inputs import DefinitionRow, TracingPack
from sibao.tracing.models import ContactDefinition


@command("tracing:pack:load")
def load_pack(*, actor: Actor, now: datetime, given: TracingPack) -> Done[int]:
    """Write what counts as a contact, unless the latest version says just that.

    Raises:
        Invalid: a document that is not there, or a kind of place that nothing tells of.
    """
    directory.lock_zone(actor.zone_id)
    rows = ContactDefinition.objects.filter(zone_id=actor.zone_id, hazard=given.hazard).order_by("version")
    last, said = rows.last(), _said(actor, given.definition)
    if last is None or any(getattr(last, name) != value for name, value in said.items()):
        version = last.version + 1 if last else 1
        last = ContactDefinition.objects.create(
            zone_id=actor.zone_id, hazard=given.hazard, version=version, recorded_at=now, **said
        )
    return Done(last.version, Subject("pack", None, "排查规则"))


def _said(actor: Actor, row: DefinitionRow) -> dict[str, Any]:
    documents = dict(directory.documents(actor.zone_id).values_list("code", "pk"))
    if row.cite.document not in documents:
        raise Invalid(f"引用的文件 {row.cite.document} 不在数据包里")
    known = {kind.key for kind in sql.of_kinds()}
    if strange := sorted({one.place for one in row.kinds} - known):
        raise Invalid(f"没有这种场所：{strange[0]}")
    numbers = row.model_dump(include={"hours_before", "scan_minutes", "longest_minutes", "most_people", "follows"})
    return numbers | {
        "name": row.zh,
        "name_en": row.en,
        "kinds": [one.model_dump() for one in row.kinds],
        "asks": list(row.asks),
        "document_id": documents[row.cite.document],
        "article": row.cite.article,
    }
