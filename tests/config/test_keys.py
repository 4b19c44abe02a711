"""Keys and backups with real processes: a rotation killed in its midst, a backup from before that reveals nothing."""

import os
import signal
import subprocess

import pytest
from django.db import transaction
from django.test import override_settings

from sibao.audit import services
from sibao.audit.inputs import DestroyKeys, RotateKey
from sibao.audit.models import KeyRotation
from sibao.audit.services import clearing, rotations
from sibao.directory.models import Contact
from sibao.kernel import clock, files
from sibao.kernel.access import acting
from sibao.kernel.documents import issuing
from sibao.kernel.models import StoredFile
from sibao.kernel.postgres import restore
from sibao.kernel.secrets import SealBroken, keyed_hash, open_sealed, sealer
from tests import template, world
from tests.audit.conftest import server
from tests.audit.test_record import backed_up
from tests.config.site import Site, eventually, written_to

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
    assert rotations.used_keys() == {OLD: made.total - 1_000, NEW: 1_000}
    assert names(place) == before, "half of them by the one key, half by the other"
    done = run(site, "keys", "reseal")
    assert done.returncode == 0, done.stdout
    assert f"{NEW} {made.total}/{made.total} 完成" in done.stdout
    assert rotations.used_keys() == {NEW: made.total}
    assert run(site, "keys", "retire").returncode == 0
    assert names(place) == before
    status = run(site, "keys", "status")
    assert (status.returncode, OLD in status.stdout) == (0, False)


def stands(made):
    return KeyRotation.objects.get(pk=made.pk).resealed


def test_after_a_key_is_destroyed_yesterdays_backup_reveals_nothing(site, place, tmp_path):
    actor, now = world.cli(place), clock.now()
    secret = "13911110000（示例）"
    with acting(actor), transaction.atomic(), clock.standing_at(now):
        kept = files.keep(actor, files.Upload("花名册.txt", "text/plain", secret.encode()), now)
        files.keep(actor, files.Upload("同月.txt", "text/plain", b"too"), now)
    label = f"files.{now.astimezone(clock.SHANGHAI):%Y-%m}"
    backup = backed_up(tmp_path / "yesterday.dump")
    assert secret.encode() not in backup.read_bytes()
    pack, _dot, period = label.partition(".")
    given = DestroyKeys(pack=pack, period=period, typed=label, reason="保存期限已满")
    certificate = services.destroy_keys(actor=actor, given=given)
    assert issuing.verify(certificate.check_code).state == "valid"
    clearing.clear()
    unreadable(place, kept)
    name = f"test_sibao_restored_{os.getpid()}"
    with template.database(name) as addresses:
        restored = Site({**site.environment, **addresses}, site.home)
        restore(server(), backup, replace=True, database=name)
        with written_to(name):
            with acting(actor):
                assert len(bytes(StoredFile.objects.get(pk=kept.pk).sealed)) > 60, "the ciphertext is back"
            unreadable(place, kept)
        told = run(restored, "keys", "status").stdout
        assert any(label in line and "已销毁" in line for line in told.splitlines())
        assert "LOST" not in told


def unreadable(place, kept):
    with acting(world.cli(place)), pytest.raises(SealBroken, match="已按保存期限销毁"):
        files.content_of(world.cli(place), kept.pk)
