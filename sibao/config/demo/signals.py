"""The demo's monitoring on its first morning: nearly everybody sampled in time, a few not, one positive, some codes not green."""

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Min

from sibao.config.demo.copying import analyse
from sibao.config.demo.streams import stream
from sibao.config.demo.world import World
from sibao.kernel.access import Actor
from sibao.kernel.clock import SHANGHAI
from sibao.prevention import queries, sql
from sibao.prevention.models import SignalDelivery, SignalKind, SignalSource, SiteCount, SubjectState
from sibao.prevention.rules.lines import uid_of
from sibao.prevention.rules.subjects import PERSON, SUBJECTS
from sibao.prevention.services.judging import judge

LATE, LATE_SITES = 0.002, 37
"""Share of people overdue, and every so many sites one where a third of them are."""
POSITIVE, RED = 1, 3
RED_CODE, GOOD = 2, 0
"""The places of red, and of green and of nowhere at risk, among the answers of the platform."""


def load_signals(actor: Actor, world: World) -> None:
    """Follow everybody, and let the laboratory, the platform and the units have spoken of them since the day before yesterday."""
    watched = queries.monitoring(actor.zone_id)
    today = world.now.astimezone(SHANGHAI).date()
    sql.open_days(today, before=3)
    sql.follow(watched.program, actor.zone_id, None, today, world.now)
    analyse(SubjectState, SiteCount)
    rows = list(_said(actor.zone_id, world))
    for source in SignalSource.objects.filter(zone_id=actor.zone_id).order_by("number"):
        own = [row for number, row in rows if number == source.number]
        made = SignalDelivery.objects.create(
            zone_id=actor.zone_id,
            source=source,
            key="demo-1",
            digest=hashlib.sha256(b"").digest(),
            received_at=world.now,
            received_by=actor.account_id,
            lines=len(own),
            taken=len(own),
            repeated=0,
            rejected=0,
        )
        sql.take(own, zone_id=actor.zone_id, source=source.number, delivery_id=made.pk, now=world.now)
        SignalSource.objects.filter(pk=source.pk).update(last_seen_at=world.now)
    judge(watched, actor.zone_id, world.now)


def _said(zone_id: int, world: World) -> Iterator[tuple[int, sql.Staged]]:
    random = stream(world.seed, "signals")
    kinds = {kind.key: kind for kind in SignalKind.objects.filter(zone_id=zone_id)}
    sources = dict(SignalSource.objects.filter(zone_id=zone_id).values_list("key", "number"))
    followed = SubjectState.objects.filter(zone_id=zone_id, subject=SUBJECTS[PERSON]).order_by("subject_id")
    people = list(followed.values_list("subject_id", "site_id"))
    marked = random.sample(people, POSITIVE + RED)
    for person_id, site_id in people:
        late = random.random() < (0.3 if (site_id or 0) % LATE_SITES == 0 else LATE)
        at = world.now - timedelta(minutes=random.randint(50 * 60, 70 * 60) if late else random.randint(60, 20 * 60))
        positive = (person_id, site_id) in marked[:POSITIVE]
        yield sources["laboratory"], _row(kinds["result"], person_id, at, int(positive), sources["laboratory"])
    for person_id, _site in marked[POSITIVE:]:
        at = world.now - timedelta(hours=random.randint(1, 6))
        yield sources["code_platform"], _row(kinds["code_status"], person_id, at, RED_CODE, sources["code_platform"])
    told = stream(world.seed, "gate")
    for person_id in followed.filter(unit_id=followed.aggregate(first=Min("unit_id"))["first"]).values_list("subject_id", flat=True):  # fmt: skip
        at = world.now - timedelta(minutes=told.randint(60, 10 * 60))
        if not any(person_id == one for one, _site in marked):
            for kind in ("code_status", "travel_code"):
                yield sources["code_platform"], _row(kinds[kind], person_id, at, GOOD, sources["code_platform"])


def _row(kind: SignalKind, person_id: int, at: datetime, value: int, source: int) -> sql.Staged:
    uid = uid_of(source, f"demo-{kind.key}-{person_id}")
    return sql.Staged(uid, at, kind.number, SUBJECTS[PERSON], person_id, value, None)
