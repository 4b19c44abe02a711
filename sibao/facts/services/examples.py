"""Loading a pack's example criteria: what nobody has written yet, officials' own versions are never touched."""

from datetime import datetime

from sibao.directory import queries as directory
from sibao.facts import queries
from sibao.facts.inputs import CriteriaPack, CriterionRow
from sibao.facts.models import CriterionVersion
from sibao.facts.services.criteria import check_sound, put_in_force, sha256_of
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.refusals import Invalid


@command("facts:criterion:load")
def load_criteria(*, actor: Actor, now: datetime, given: CriteriaPack) -> Done[int]:
    """Publish a pack's criteria as first versions, of keys that have none; return how many. Loading twice changes nothing.

    Raises:
        Invalid: a use, key or document that is not there, a tree or example that could not be published.
    """
    known = queries.known_facts(actor.zone_id)
    documents = {row.code: row for row in directory.documents(actor.zone_id)}
    made = 0
    for row in given.criteria:
        if row.cite is not None and row.cite.document not in documents:
            raise Invalid(f"条件 {row.use}/{row.key} 引用了不存在的 {row.cite.document}")
        if queries.next_number(actor.zone_id, row.use, row.key) > 1:
            continue
        found = _version(actor, row, now)
        found.document = documents[row.cite.document] if row.cite else None
        _publish(known, found, now)
        made += 1
    return Done(made, Subject("pack", None, "示例条件"))


def _version(actor: Actor, row: CriterionRow, now: datetime) -> CriterionVersion:
    use = queries.USES.get(row.use)
    if use is None or row.key not in use.keys(actor.zone_id):
        raise Invalid(f"条件 {row.use}/{row.key} 没有登记的用途或对象")
    return CriterionVersion(
        zone_id=actor.zone_id,
        use=row.use,
        key=row.key,
        number=1,
        title=row.zh,
        title_en=row.en,
        tree=row.tree,
        sha256=sha256_of(row.tree),
        examples=[one.model_dump(mode="json") for one in row.examples],
        article=row.cite.article if row.cite else "",
        confirmed=row.confirmed,
        author=actor.account_id,
        written_at=now,
    )


def _publish(known: queries.Known, found: CriterionVersion, now: datetime) -> None:
    try:
        check_sound(known, found, now)
    except Invalid as refusal:
        raise Invalid(f"条件 {found.use}/{found.key}：{refusal}") from refusal
    put_in_force(found, now)
