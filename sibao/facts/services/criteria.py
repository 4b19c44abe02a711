"""Criteria: drafted by one, agreed to by another, in force from that moment, and never edited again."""

import json
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sibao.criteria import CriterionError, content_hash
from sibao.criteria.tree import data_of
from sibao.directory import queries as directory
from sibao.facts import queries, rules
from sibao.facts.events import CriterionPublished, CriterionWithdrawn
from sibao.facts.inputs import (
    CriterionContent,
    DraftCriterion,
    EditCriterion,
    PublishCriterion,
    WithdrawCriterion,
)
from sibao.facts.models import CriterionVersion
from sibao.facts.states import CRITERION
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.refusals import Conflict, Invalid, NotFound, WrongMove

ANSWER_WORDS = {"yes": gettext_lazy("符合"), "no": gettext_lazy("不符合"), "unknown": gettext_lazy("不知道")}
LARGEST_EXAMPLES = 64 * 1024


@command("facts:criterion:draft")
def draft_criterion(*, actor: Actor, now: datetime, given: DraftCriterion) -> Done[CriterionVersion]:
    """Begin the next version of a key; it may still be wrong, for it is checked when it is published.

    Raises:
        NotFound: there is no such use or key, or the actor does not answer for it.
        Invalid: the tree is not a tree, too large or too deep; a document that is not there.
        Conflict: there is a draft already.
    """
    if not queries.writes(actor, given.use, given.key):
        raise NotFound
    found = CriterionVersion(
        zone_id=actor.zone_id,
        use=given.use,
        key=given.key,
        number=queries.next_number(actor.zone_id, given.use, given.key),
    )
    _write(found, actor, now, given.content)
    try:
        with transaction.atomic():
            found.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(_("已经有一份草稿，请在那份上修改")) from error
    return Done(found, subject_of(found), details=_kept(found))


@command("facts:criterion:edit")
def edit_criterion(*, actor: Actor, now: datetime, given: EditCriterion) -> Done[CriterionVersion]:
    """Change a draft.

    Raises:
        NotFound: there is no such version, or the actor does not answer for its key.
        Conflict: somebody changed it meanwhile.
        WrongMove: it is no draft any more.
        Invalid: as when it is drafted.
    """
    found = queries.access_criterion(actor, given.criterion_id)
    _check_version(found, given.version)
    if found.state != "draft":
        raise WrongMove(_("发布过的条件不能改，请起草新版本"))
    _write(found, actor, now, given.content)
    found.version += 1
    found.save()
    return Done(found, subject_of(found), details=_kept(found))


@command("facts:criterion:publish")
def publish_criterion(*, actor: Actor, now: datetime, given: PublishCriterion) -> Done[CriterionVersion]:
    """Put a draft into force; the version before it ends at the same moment.

    Raises:
        NotFound: there is no such version, or the actor does not answer for its key.
        Conflict: somebody changed or published it meanwhile.
        WrongMove: it is no draft.
        Invalid: its tree is wrong, can never or always hold, its examples come out otherwise than expected, or one of the
            answers has no example.
    """
    directory.lock_zone(actor.zone_id)
    found = queries.access_criterion(actor, given.criterion_id)
    _check_version(found, given.version)
    found.state = CRITERION.move(found.state, "publish")
    check_sound(queries.known_facts(actor.zone_id), found, now)
    event = put_in_force(found, now)
    return Done(found, subject_of(found), [event], _kept(found))


@command("facts:criterion:withdraw")
def withdraw_criterion(*, actor: Actor, now: datetime, given: WithdrawCriterion) -> Done[CriterionVersion]:
    """Withdraw a draft, or the version in force; what it was until then stays known.

    Raises:
        NotFound: there is no such version, or the actor does not answer for its key.
        Conflict: somebody changed it meanwhile.
        WrongMove: it is withdrawn already, or another version has taken its place.
    """
    directory.lock_zone(actor.zone_id)
    found = queries.access_criterion(actor, given.criterion_id)
    _check_version(found, given.version)
    if found.valid_to is not None:
        raise WrongMove(_("这个版本已经不再有效"))
    was_in_force = found.state == "published"
    found.state = CRITERION.move(found.state, "withdraw")
    found.valid_to, found.reason = queries.not_before(found.zone_id, found.use, found.key, now), given.reason
    found.version += 1
    found.save()
    event = CriterionWithdrawn(zone_id=found.zone_id, criterion_id=found.pk, use=found.use, key=found.key)
    return Done(found, subject_of(found), [event] if was_in_force else [], {"reason": given.reason})


def check_sound(known: queries.Known, found: CriterionVersion, now: datetime) -> None:
    """Refuse a criterion that may not be published, in words that name clause or example."""
    said = queries.checked(known, found.tree, found.examples, now)
    if said.criterion is None:
        raise Invalid(said.problem, fields={"tree": said.problem})
    wrong = [_wrong(one) for one in said.outcomes if not one.passes]
    if said.lacking:
        answers = "、".join(f"“{ANSWER_WORDS[one]}”" for one in said.lacking)
        wrong.append(_("还缺少结果为%(answers)s的示例") % {"answers": answers})
    if wrong:
        raise Invalid("；".join(wrong), fields={"examples": "；".join(wrong)})


def put_in_force(found: CriterionVersion, now: datetime) -> CriterionPublished:
    """Write a version as in force from now on and end the one before it; return what happened. The zone is locked."""
    now = queries.not_before(found.zone_id, found.use, found.key, now)
    before = queries.access_in_force(found.zone_id, found.use, found.key)
    if before is not None:
        before.valid_to = now
        before.version += 1
        before.save(update_fields=["valid_to", "version"])
    found.tree = data_of(rules.tree_of(found.tree))
    found.state, found.valid_from = "published", now
    found.version += 1
    found.save()
    return CriterionPublished(
        zone_id=found.zone_id,
        criterion_id=found.pk,
        use=found.use,
        key=found.key,
        replaced_id=before.pk if before else None,
    )


def subject_of(found: CriterionVersion) -> Subject:
    """Return a version as the subject of a record."""
    return Subject("criterion", found.pk, f"{found.title} 第{found.number}版")


def sha256_of(tree: Any) -> bytes:
    """Return the SHA-256 of a tree's canonical text.

    Raises:
        Invalid: it is not a tree, too large or too deep.
    """
    try:
        return bytes.fromhex(content_hash(rules.tree_of(tree)))
    except CriterionError as error:
        raise Invalid(rules.said(error), fields={"tree": rules.said(error)}) from error


def _write(found: CriterionVersion, actor: Actor, now: datetime, content: CriterionContent) -> None:
    documents = {row.pk: row for row in directory.documents(actor.zone_id)}
    if content.document_id is not None and content.document_id not in documents:
        raise Invalid(fields={"document_id": _("没有这份文件")})
    found.title, found.title_en = content.title, content.title_en
    found.tree, found.sha256 = content.tree, sha256_of(content.tree)
    found.examples = [one.model_dump(mode="json") for one in content.examples]
    if len(json.dumps(found.examples, ensure_ascii=False)) > LARGEST_EXAMPLES:
        raise Invalid(fields={"examples": _("示例内容过多")})
    found.document_id, found.article = content.document_id, content.article
    found.confirmed = content.confirmed and content.document_id is not None
    found.grace_days = content.grace_days
    found.author, found.written_at = actor.account_id, now


def _check_version(found: CriterionVersion, version: int) -> None:
    if found.version != version:
        raise Conflict(yours=version, current=found.version)


def _wrong(one: rules.Outcome) -> str:
    if one.why:
        return _("示例“%(name)s”：%(why)s") % {"name": one.name, "why": one.why}
    words = {"name": one.name, "wanted": ANSWER_WORDS[one.expected], "got": ANSWER_WORDS[one.answer]}
    return _("示例“%(name)s”应为%(wanted)s，实际为%(got)s") % words


def _kept(found: CriterionVersion) -> dict[str, object]:
    return {
        "use": found.use,
        "key": found.key,
        "number": found.number,
        "sha256": bytes(found.sha256).hex(),
    }
