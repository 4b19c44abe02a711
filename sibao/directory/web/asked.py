"""What those read who are asked before two units become one."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from sibao.directory import queries
from sibao.directory.inputs import MergeUnits
from sibao.kernel.access import Actor
from sibao.kernel.consultation import Line
from sibao.kernel.merging import Count
from sibao.kernel.templatetags.shown import wan


def merging(actor: Actor, given: MergeUnits) -> Sequence[Line]:
    """Return what merging two units does: which goes on, what it takes over, how many records follow or stay."""
    preview = queries.preview_merge(actor, given.retired_id, given.survivor_id)
    retired, survivor = (f"{unit.name}（{unit.code}）" for unit in (preview.retired, preview.survivor))
    return (
        Line(_("并入的一家"), retired, _("并入 %(unit)s，名称和代码转为曾用") % {"unit": survivor}),
        *(
            Line(line.label, _word(line.key, line.kept), _word(line.key, line.other))
            for line in preview.lines
            if line.key in given.take
        ),
        *(
            Line(follower.label, "", _follows(count))
            for follower, count in preview.counts
            if count.follow or count.stay
        ),
        Line(_("合并理由"), "", given.reason),
    )


def _follows(count: Count) -> str:
    words = {"follow": count.follow, "stay": count.stay}
    return _("转到保留的一家 %(follow)d，留在并入的一家 %(stay)d") % words


def _word(key: str, value: Any) -> str:
    if value in (None, ""):
        return ""
    if key in ("revenue_fen", "assets_fen"):
        return f"{wan(value)} {_('万元')}"
    return (_("是") if value else _("否")) if key == "city_lifeline" else str(getattr(value, "name", value))
