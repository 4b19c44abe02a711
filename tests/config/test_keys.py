"""Keys and backups with real processes: a rotation killed in its midst, a backup from before that reveals nothing."""

import signal
import subprocess

import pytest
from django.db import transaction
from django.test import override_settings

from sibao.audit import services
from sibao.audit.inputs import RotateKey
from sibao.audit.models import KeyRotation
from sibao.directory.models import Contact
from sibao.kernel import clock
from sibao.kernel.access import acting
from sibao.kernel.secrets import keyed_hash, open_sealed, sealer
from tests import world
from tests.config.site import eventually

ROWS = 1_200
OLD, NEW = "directory.2022.1", "directory.2022.2"


@pytest.fixture(scope="module", autouse=True)
def same_keys(site):
    with override_settings(SIBAO_HOME=site.home):
        yield


def run(site, *words, **more):
    """`sibao <words>` to its end."""
    process = site.spawn(*words, log=f"{words[0]}-{words[1]}.log", **more)
    return subprocess.CompletedProcess(words, process.wait(), site.log(f"{words[0]}-{words[1]}.log"))


@pytest.fixture(scope="module")
def contacts(site, place):
    unit, seal = world.unit(place), sealer()
    rows = [
        Contact(
            zone=place,
            unit=unit,
            duty=f"职责{serial}",
            name_sealed=seal(f"联系人{serial}（示例）"),
            phone_sealed=seal(f"1380000{serial:04}"),
            phone_hash=keyed_hash(f"1380000{serial:04}", purpose="phone"),
            updated_at=clock.now(),
        )
        for serial in range(ROWS)
    ]
    with acting(world.cli(place)):
        return Contact.objects.bulk_create(rows)


def names(place):
    with acting(world.cli(place)):
        return [open_sealed(one) for one in Contact.objects.order_by("id").values_list("name_sealed", flat=True)]


def test_a_rotation_whose_worker_is_killed_goes_on_where_it_stood(site, place, contacts):
    before = names(place)
    made = services.rotate_key(actor=world.cli(place), given=RotateKey(pack="directory", period="2022"))
    assert made.total == 4 * ROWS, "names and phones, and their history"
    with acting(world.cli(place)), transaction.atomic():
        list(Contact.objects.select_for_update().filter(pk=contacts[-1].pk))
        with site.working() as worker:
            eventually(lambda: stands(made) == 1_000, "two batches are done, the third waits for a row")
            worker.send_signal(signal.SIGKILL)
            worker.wait()
    assert services.used_keys() == {OLD: made.total - 1_000, NEW: 1_000}
    assert names(place) == before, "half of them by the one key, half by the other"
    done = run(site, "keys", "reseal")
    assert done.returncode == 0, done.stdout
    assert f"{NEW} {made.total}/{made.total} 完成" in done.stdout
    assert services.used_keys() == {NEW: made.total}
    assert run(site, "keys", "retire").returncode == 0
    assert names(place) == before
    status = run(site, "keys", "status")
    assert (status.returncode, OLD in status.stdout) == (0, False)


def stands(made):
    return KeyRotation.objects.get(pk=made.pk).resealed
