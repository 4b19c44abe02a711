"""The rules of the list (管理办法): drafted by one, agreed to by another, public from that moment, and never edited again (R29)."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sibao.directory import queries as directory
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.refusals import Conflict, WrongMove
from sibao.whitelist import queries, rules
from sibao.whitelist.inputs import EditListRules, ListRulesContent, PublishListRules, WithdrawListRules
from sibao.whitelist.models import ListRules
from sibao.whitelist.states import LIST_RULES


@command("whitelist:rules:edit")
def edit_list_rules(*, actor: Actor, now: datetime, given: EditListRules) -> Done[ListRules]:
    """Draft the next version, or change the draft that is there.

    Raises:
        NotFound: there is no such version.
        Conflict: somebody changed it meanwhile, or there is a draft already.
        WrongMove: it is no draft any more.
    """
    if given.rules_id is None:
        number = queries.next_rules_number(actor.zone_id)
        found = write(ListRules(zone_id=actor.zone_id, number=number), given, actor, now)
        try:
            with transaction.atomic():
                found.save(force_insert=True)
        except IntegrityError as error:
            raise Conflict(_("已经有一份草稿，请在那份上修改")) from error
    else:
        found = write(_held(actor, given.rules_id, given.version), given, actor, now)
        if found.state != "draft":
            raise WrongMove(_("公布过的管理办法不能改，请起草新版本"))
        found.save()
    return Done(found, _subject(found), details=_kept(found))


@command("whitelist:rules:publish")
def publish_list_rules(*, actor: Actor, now: datetime, given: PublishListRules) -> Done[ListRules]:
    """Make a draft public; the version in force ends at the same moment.

    Raises:
        NotFound: there is no such version.
        Conflict: somebody changed or published it meanwhile.
        WrongMove: it is no draft.
    """
    directory.lock_zone(actor.zone_id)
    found = _held(actor, given.rules_id, given.version)
    found.state = LIST_RULES.move(found.state, "publish")
    put_in_force(found, now)
    return Done(found, _subject(found), details=_kept(found))


@command("whitelist:rules:withdraw")
def withdraw_list_rules(*, actor: Actor, now: datetime, given: WithdrawListRules) -> Done[ListRules]:
    """Give up a draft, with the reason.

    Raises:
        NotFound: there is no such version.
        Conflict: somebody changed it meanwhile.
        WrongMove: it is no draft.
    """
    found = _held(actor, given.rules_id, given.version)
    found.state, found.reason = LIST_RULES.move(found.state, "withdraw"), given.reason
    found.save()
    return Done(found, _subject(found), details={"reason": given.reason})


def write(found: ListRules, said: ListRulesContent, actor: Actor, now: datetime) -> ListRules:
    """Write down what a version says and who said it; return it unsaved."""
    found.title, found.title_en, found.publicity_days = said.title, said.title_en, said.publicity_days
    found.articles = [one.model_dump() for one in said.articles]
    found.sha256 = rules.sha256_of(found.title, found.articles, found.publicity_days)
    found.author, found.written_at = actor.account_id, now
    return found


def put_in_force(found: ListRules, now: datetime) -> None:
    """Write a version as public from now on and end the one before it. The zone is locked."""
    found.valid_from = queries.rules_not_before(found.zone_id, now)
    before = queries.rules_in_force(found.zone_id)
    if before is not None:
        before.valid_to, before.version = found.valid_from, before.version + 1
        before.save()
    found.state = "published"
    found.save()


def _held(actor: Actor, rules_id: int, version: int | None) -> ListRules:
    found = queries.access_rules(actor, rules_id)
    if found.version != version:
        raise Conflict(yours=version, current=found.version)
    found.version += 1
    return found


def _subject(found: ListRules) -> Subject:
    return Subject("list_rules", found.pk, f"{found.title} 第{found.number}版")


def _kept(found: ListRules) -> dict[str, object]:
    return {"number": found.number, "sha256": found.sha256, "publicity_days": found.publicity_days}
