"""Short ways through an application: a unit's user starts one and hands it in."""

from sibao.directory.inputs import EditUnit
from sibao.directory.models import Unit
from sibao.directory.services import edit_unit
from sibao.kernel.access import Actor
from sibao.whitelist import services
from sibao.whitelist.inputs import StartApplication, SubmitApplication
from sibao.whitelist.models import Application
from tests import world


def started(actor: Actor, unit: Unit) -> Application:
    """A draft."""
    return services.start_application(actor=actor, given=StartApplication(unit_id=unit.pk))


def submitted(actor: Actor, found: Application, **more: object) -> Application:
    """The draft, handed in with the declaration."""
    given = {"application_id": found.pk, "version": found.version, "declared": True, **more}
    made: Application = services.submit_application(actor=actor, given=SubmitApplication.model_validate(given))
    return made


def applied(actor: Actor, unit: Unit) -> Application:
    """An application that is handed in."""
    return submitted(actor, started(actor, unit))


def user_of(unit: Unit) -> Actor:
    """A user of the unit."""
    return world.person(unit.zone, "unit_user", unit=unit)


def corrected(unit: Unit, **values: object) -> None:
    """What the directory holds of a unit, put right by the operator."""
    unit.refresh_from_db()
    names = set(EditUnit.model_fields) - {"unit_id", "version"}
    held = {name: getattr(unit, name) for name in names if hasattr(unit, name)}
    given = EditUnit.model_validate({**held, **values, "unit_id": unit.pk, "version": unit.version})
    edit_unit(actor=world.cli(unit.zone), given=given)
