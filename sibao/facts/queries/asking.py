"""Where a fact is asked about (用在哪里): the criteria in force that read it, or what it is worked out into."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from sibao.facts.models import CriterionVersion
from sibao.facts.queries.catalogue import known_facts
from sibao.facts.queries.criteria import READ, fitting, valid_at
from sibao.facts.queries.stores import facts_needed
from sibao.facts.queries.uses import USES
from sibao.kernel.access import Actor, may


def asking(actor: Actor, now: datetime) -> Mapping[str, Sequence[CriterionVersion]]:
    """Return the criteria in force by the facts that they read: key → versions; none for who may not read criteria."""
    found: dict[str, list[CriterionVersion]] = defaultdict(list)
    if not may(actor, READ):
        return found
    known = known_facts(actor.zone_id)
    for version in valid_at(now).filter(zone_id=actor.zone_id, use__in=USES).order_by("use", "key"):
        criterion = fitting(version, known)
        for key in facts_needed(known.catalogue, [criterion] if criterion else []):
            found[key].append(version)
    return found
