"""What those read who are asked before a criterion is in force."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from sibao.criteria import Criterion
from sibao.criteria.sentences import part_words
from sibao.facts import queries, rules
from sibao.facts.inputs import PublishCriterion
from sibao.kernel import clock
from sibao.kernel.access import Actor, may
from sibao.kernel.consultation import Line


def publication(actor: Actor, given: PublishCriterion) -> Sequence[Line]:
    """Return what publishing a version does: whom it concerns, its basis, and clause by clause what changes."""
    found = queries.criterion(actor, given.criterion_id)
    known = queries.known_facts(actor.zone_id)
    before = queries.criterion_at(actor.zone_id, found.use, found.key, clock.now())
    basis = " ".join(filter(None, (found.document.number if found.document else "", found.article)))
    standing = _("已核对") if found.confirmed else _("待核实")
    after = queries.compiled(found, known)
    former = queries.fitting(before, known)
    clauses = (
        [(one.before, one.after) for one in rules.differences(former, after)]
        if former
        else [(None, part_words(part)) for part in after.clauses]
    )
    number = {"name": found.title, "number": found.number}
    return (
        Line(queries.use_of(found.use).name, before.title if before else "", _("%(name)s 第%(number)d版") % number),
        Line(queries.use_of(found.use).key_name, "", queries.key_words(actor.zone_id, found.use, found.key)),
        Line(_("依据"), "", f"{basis or _('没有')}（{standing}）"),
        *(
            Line(_("条件变化"), gone.zh if gone else _("（没有）"), come.zh if come else _("（删去）"))
            for gone, come in clauses
        ),
        *_effect(actor, found, known, after),
        Line(_("宽限期"), "", _("%(days)d 天") % {"days": found.grace_days}),
        Line(_("生效"), "", _("同意后立即生效，上一版同时失效")),
    )


def _effect(actor: Actor, found: Any, known: queries.Known, criterion: Criterion) -> list[Line]:
    """What it would change for units, in numbers, as far as who reads may see units."""
    if found.state != "draft" or not may(actor, "directory:unit:read"):
        return []
    effect = queries.effect(actor, known, found, criterion, clock.now())
    words = {"listed": len(effect.unknown_listed), "others": len(effect.unknown_others)}
    return [
        Line(_("在册，将不再符合"), "", _("%(count)d 家") % {"count": len(effect.leave)}),
        Line(_("未列入，将新符合"), "", _("%(count)d 家") % {"count": len(effect.enter)}),
        Line(_("将不知道"), "", _("在册 %(listed)d 家，未列入 %(others)d 家") % words),
    ]
