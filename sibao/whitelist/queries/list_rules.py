"""The rules of the list (管理办法): versions, the one in force, and the terms that the product obeys."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Max, QuerySet

from sibao.kernel.access import Actor, may, require
from sibao.kernel.refusals import NotFound
from sibao.whitelist import rules
from sibao.whitelist.models import ListRules

LISTED, EDIT, PUBLISH = "whitelist:listing:read", "whitelist:rules:edit", "whitelist:rules:publish"
SHORTEST_PUBLICITY = 1
"""Days of publicity at least where no rules are public."""


def list_rules(actor: Actor) -> QuerySet[ListRules]:
    """Return the versions, newest first; what was never public only for those who draft or publish."""
    require(actor, LISTED)
    rows = ListRules.objects.filter(zone_id=actor.zone_id).order_by("-number")
    return rows if may(actor, EDIT) or may(actor, PUBLISH) else rows.filter(valid_from__isnull=False)


def rules_version(actor: Actor, rules_id: int) -> ListRules:
    """Return one version; see `list_rules`.

    Raises:
        NotFound: there is none of that id that the actor may see.
    """
    found = list_rules(actor).filter(pk=rules_id).first()
    if found is None:
        raise NotFound
    return found


def reached_rules(actor: Actor, ids: Collection[int]) -> set[int]:
    """Return those of some versions that the actor may see."""
    return set(list_rules(actor).filter(pk__in=ids).values_list("pk", flat=True)) if may(actor, LISTED) else set()


def access_rules(actor: Actor, rules_id: int) -> ListRules:
    """Return one version locked, the only way to hold it in order to change it.

    Raises:
        NotFound: there is none of that id in the zone.
    """
    found = ListRules.objects.select_for_update().filter(zone_id=actor.zone_id, pk=rules_id).first()
    if found is None:
        raise NotFound
    return found


def public_rules(zone_id: int) -> QuerySet[ListRules]:
    """Return the versions that are or ever were public, newest first."""
    return ListRules.objects.filter(zone_id=zone_id, valid_from__isnull=False).order_by("-number")


def rules_in_force(zone_id: int) -> ListRules | None:
    """Return the version that holds until further notice; None where none was ever public."""
    return public_rules(zone_id).filter(valid_to=None).first()


def rules_before(found: ListRules) -> ListRules | None:
    """Return the public version that a version follows; None where it is the first."""
    return public_rules(found.zone_id).filter(number__lt=found.number).first()


def rules_changes(found: ListRules, before: ListRules | None) -> list[rules.Difference]:
    """Return what a version changed in the articles of the one before it; nothing where there was none."""
    return rules.differences(before.articles, found.articles) if before else []


def publicity_days(zone_id: int) -> int:
    """Return for how many days a batch is open to objections at least, by the rules in force."""
    found = rules_in_force(zone_id)
    return found.publicity_days if found else SHORTEST_PUBLICITY


def next_rules_number(zone_id: int) -> int:
    """Return the number of the next version."""
    last = ListRules.objects.filter(zone_id=zone_id).aggregate(last=Max("number"))["last"]
    return int(last or 0) + 1


def rules_not_before(zone_id: int, now: datetime) -> datetime:
    """Return when the next version may begin: now, unless the one in force began later by a clock since set back."""
    last = public_rules(zone_id).aggregate(begun=Max("valid_from"))["begun"]
    return max(now, last) if last else now
