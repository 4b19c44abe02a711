"""Rules changed by people: drafted by one with a reason, published by another, and from then on the zone's own."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sibao.criteria import CriterionError
from sibao.criteria.tree import from_data
from sibao.directory import queries as directory
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.refusals import Conflict, Invalid, WrongMove
from sibao.prevention import queries
from sibao.prevention.events import RulesChanged
from sibao.prevention.inputs import DraftRule, OneRuleDraft, WithdrawRuleDraft
from sibao.prevention.models import AlertRule, RuleDraft
from sibao.prevention.rules.words import ZONE
from sibao.prevention.states import RULE_DRAFT


@command("prevention:rule:draft")
def draft_rule(*, actor: Actor, now: datetime, given: DraftRule) -> Done[RuleDraft]:
    """Draft a change of a rule; nothing changes before another publishes it.

    Raises:
        NotFound: the zone has no such rule in use.
        Invalid: a rule of the nation or the province, a criterion that cannot be read or reads what is not there, no criterion for normal times, a role or
            document that the zone has not, or nothing that would change.
        Conflict: the rule has a draft already.
    """
    rule = queries.access_alert_rule(actor, given.rule_id)
    if rule.layer != ZONE:
        raise Invalid(_("国家和省的规则本区不能改；要更严的，请在数据包里为本区另立一条"))
    said = given.model_dump(include=set(queries.SETTLED))
    _check(actor, rule, said)
    draft = RuleDraft(
        zone_id=actor.zone_id,
        rule=rule,
        begun_from=queries.last_line(rule.pk),
        **said,
        reason=given.reason,
        author=actor.account_id,
        author_as=_as(actor),
        drafted_at=now,
    )
    try:
        with transaction.atomic():
            draft.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(_("这条规则已有一份草稿，请先发布或撤回那一份")) from error
    return Done(draft, _subject(draft), details={"rule": rule.key, "reason": given.reason})


@command("prevention:rule:publish")
def publish_rule(*, actor: Actor, now: datetime, given: OneRuleDraft) -> Done[RuleDraft]:
    """Put a draft into force: the rule is the zone's own from now on, and everybody is judged by it.

    Raises:
        NotFound: there is no such draft.
        WrongMove: it is over, or who asks drafted it herself.
        Conflict: it was changed meanwhile, or the rule was since it was drafted.
        Invalid: as when it was drafted.
    """
    directory.lock_zone(actor.zone_id)
    draft = _held(actor, given)
    state = RULE_DRAFT.move(draft.state, "publish")
    if draft.author == actor.account_id:
        raise WrongMove(_("起草的人不能自己发布，请另一位有权的人核对后发布"))
    rule = queries.access_alert_rule(actor, draft.rule_id)
    if queries.last_line(rule.pk) != draft.begun_from:
        raise Conflict(_("起草之后规则已有变动；请撤回这份草稿，按现在的规则重新起草"))
    said = {name: getattr(draft, name) for name in queries.SETTLED}
    _check(actor, rule, said)
    before = {name: getattr(rule, name) for name in queries.SETTLED}
    rule.packed = rule.packed if rule.settled_here else before
    rule.settled_here = True
    for name, value in said.items():
        setattr(rule, name, value)
    rule.save()
    _settle(draft, state, actor, now, "")
    changed = sorted(name for name in queries.SETTLED if before[name] != said[name])
    details: dict[str, object] = {"rule": rule.key, "reason": draft.reason, "changed": changed}
    return Done(draft, _subject(draft), [RulesChanged(zone_id=actor.zone_id)], details)


@command("prevention:rule:withdraw")
def withdraw_rule_draft(*, actor: Actor, now: datetime, given: WithdrawRuleDraft) -> Done[RuleDraft]:
    """Withdraw a draft; the rule stays as it is.

    Raises:
        NotFound: there is no such draft.
        WrongMove: it is over.
        Conflict: it was changed meanwhile.
    """
    draft = _held(actor, given)
    _settle(draft, RULE_DRAFT.move(draft.state, "withdraw"), actor, now, given.reason)
    return Done(draft, _subject(draft), details={"rule": draft.rule.key, "reason": given.reason})


def _held(actor: Actor, given: OneRuleDraft) -> RuleDraft:
    draft = queries.access_rule_draft(actor, given.draft_id)
    if draft.version != given.version:
        raise Conflict(yours=given.version, current=draft.version)
    return draft


def _settle(draft: RuleDraft, state: str, actor: Actor, now: datetime, why: str) -> None:
    draft.state, draft.settled_at, draft.settled_why = state, now, why
    draft.settled_by, draft.settled_as = actor.account_id, _as(actor)
    draft.version += 1
    draft.save()


def _check(actor: Actor, rule: AlertRule, said: dict[str, Any]) -> None:
    fields: dict[str, str] = {}
    if "normal" not in said["trees"]:
        fields["trees"] = _("平时的条件不能没有")
    catalogue = queries.catalogue_of(actor.zone_id, rule.subject)
    for tree in said["trees"].values():
        try:
            catalogue.criterion(from_data(tree))
        except CriterionError as error:
            fields["trees"] = "；".join(f"{one.at} {one.words.zh}" for one in error.problems)
    if said["asks"] and said["asks"] not in queries.role_words(actor.zone_id):
        fields["asks"] = _("本区没有这个角色")
    documents = directory.documents(actor.zone_id)
    if said["document_id"] is not None and not documents.filter(pk=said["document_id"]).exists():
        fields["document_id"] = _("没有这份文件")
    if fields:
        raise Invalid(fields=fields)
    if all(getattr(rule, name) == said[name] for name in queries.SETTLED):
        raise Invalid(_("和现在的规则一样，没有要改的"))


def _subject(draft: RuleDraft) -> Subject:
    return Subject(queries.DRAFT, draft.pk, draft.rule.name)


def _as(actor: Actor) -> str:
    return f"{actor.name} · {actor.position}"[:200]
