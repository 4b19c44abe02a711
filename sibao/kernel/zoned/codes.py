"""Code lists (代码表): closed vocabularies whose codes a zone may add to, put into other words and retire.

A code never changes its meaning and never goes away: old rows keep it and show its words, new ones are offered what is
in use. What a rule or a law depends on is no code list but an enumeration of its own context.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sibao.kernel import clock
from sibao.kernel.access import ZONE_ONLY, Actor, narrow, require
from sibao.kernel.lists.pickers import Option
from sibao.kernel.models import Code, CodeList
from sibao.kernel.refusals import Invalid, NotFound, Text

READ = "kernel:code:read"


@dataclass(frozen=True, slots=True)
class Use:
    """A code list that a context works with: its key, and where its codes are chosen, in words."""

    key: str
    where: Text


USES: dict[str, Use] = {}


def use(*uses: Use) -> None:
    """Say which code lists a context works with; the pack gives each of them its first codes.

    Raises:
        RuntimeError: a list is taken.
    """
    for one in uses:
        if one.key in USES:
            raise RuntimeError(f"code list {one.key} used twice")
        USES[one.key] = one


def in_use(day: date) -> Q:
    """Return the condition that a code may be chosen on a day."""
    begun = Q(started_on=None) | Q(started_on__lte=day)
    return begun & (Q(ended_on=None) | Q(ended_on__gte=day))


def name_column() -> str:
    """Return the column that names things in the language of the page."""
    return "name_en" if (get_language() or "").startswith("en") else "name"


def _of(zone_id: int, key: str) -> QuerySet[Code]:
    return Code.objects.filter(zone_id=zone_id, list__key=key).order_by("order", "code")


def choices(zone_id: int, key: str, *, kept: str = "") -> list[tuple[str, str]]:
    """Return what a form offers today, in the language of the page.

    Args:
        kept: the code that a row has; it stays among the choices when it has been retired since.
    """
    rows = _of(zone_id, key).filter(in_use(clock.today()) | Q(code=kept))
    return list(rows.values_list("code", name_column()))


def options(actor: Actor, key: str) -> Sequence[Option]:
    """Return every code of a list as options of a filter, retired ones too: rows may still have them."""
    return [Option(code, name) for code, name in _of(actor.zone_id, key).values_list("code", name_column())]


def word(zone_id: int, key: str, code: str) -> str:
    """Return a code's words in the language of the page, or the code itself where the list does not know it."""
    return _of(zone_id, key).filter(code=code).values_list(name_column(), flat=True).first() or code


def word_in(key: str | OuterRef, column: str) -> Subquery:
    """Return an expression for the words of the code in a column, read along with rows that have a zone.

    Args:
        key: the code list, or the column that names it.
    """
    rows = Code.objects.filter(zone_id=OuterRef("zone_id"), list__key=key, code=OuterRef(column))
    return Subquery(rows.values(name_column())[:1])


def check(zone_id: int, key: str, field: str, code: str, *, kept: str = "") -> None:
    """Let a code pass that may be chosen today, or that the row has already.

    Raises:
        Invalid: it is no code of the list, or is retired or not yet in use; the field is named.
    """
    if code == kept:
        return
    if not _of(zone_id, key).filter(in_use(clock.today()), code=code).exists():
        raise Invalid(fields={field: _("请从列表中选择")})


def code_lists(actor: Actor) -> QuerySet[CodeList]:
    """Return the zone's code lists with how many codes are in use and how many there are."""
    require(actor, READ)
    offered = Count("codes", filter=Q(codes__in=Code.objects.filter(in_use(clock.today()))))
    rows = narrow(actor, CodeList.objects.all(), ZONE_ONLY).annotate(offered=offered, total=Count("codes"))
    return rows.annotate(title=F(name_column())).order_by("key")


def code_list(actor: Actor, key: str) -> CodeList:
    """Return one code list.

    Raises:
        NotFound: the zone has none of that key.
    """
    found = code_lists(actor).filter(key=key).first()
    if found is None:
        raise NotFound
    return found


def codes_of(actor: Actor, key: str) -> QuerySet[Code]:
    """Return the codes of a list in their order."""
    require(actor, READ)
    return _of(actor.zone_id, key)


def history(actor: Actor, key: str, most: int = 100) -> list[Code]:
    """Return how the codes of a list came to be what they are, the newest first."""
    require(actor, READ)
    events = Code.pgh_event_model.objects  # type: ignore[attr-defined]
    return list(events.filter(zone_id=actor.zone_id, list__key=key, version__gt=0).order_by("-pgh_id")[:most])
