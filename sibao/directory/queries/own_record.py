"""What the directory keeps about whoever is signed in, and about the people of her unit, told to herself."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from sibao.directory.models import Contact, Employment
from sibao.directory.queries.units import contacts_of
from sibao.kernel.access import Actor, acting, system
from sibao.kernel.personal.kept import Kept


def own_contacts(actor: Actor, subjects: Sequence[bytes]) -> list[Kept]:
    """Tell where her number stands as a contact's, and to a unit's user which contacts of the unit are kept."""
    with acting(system(actor.zone_id, door="page")):
        rows = Contact.objects.filter(zone_id=actor.zone_id, phone_hash__in=list(subjects)).select_related("unit")
        hers = [Kept(_("您登记为联系人"), f"{row.unit.name} · {row.duty}") for row in rows.order_by("unit_id", "id")]
    if actor.scope.unit_id is None:
        return hers
    units = contacts_of(actor, actor.scope.unit_id)
    return hers + [Kept(_("本单位联系人"), f"{one.duty} · {one.name} · {one.phone}") for one in units]


def own_staff(actor: Actor, subjects: Sequence[bytes]) -> list[Kept]:
    """Tell a unit's user how many people of the unit are kept."""
    if actor.scope.unit_id is None:
        return []
    people = Employment.objects.filter(unit_id=actor.scope.unit_id).values("person").distinct().count()
    return [Kept(_("本单位员工"), _("%s 人") % people)] if people else []
