"""A process that stays keeps what work has freed, and its collector does not walk through what start-up made."""

import subprocess
import sys

WORK = """
import gc, resource
from sibao.config.memory import settle

def pages():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    planes = [bytearray(b"1") * 12_500 for _ in range(2_000)]
    del planes
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before

settle()
print(gc.get_freeze_count(), pages(), pages())
"""


def test_memory_is_taken_from_the_system_once() -> None:
    ran = subprocess.run([sys.executable, "-c", WORK], capture_output=True, text=True, check=True)
    frozen, first, again = map(int, ran.stdout.split())
    assert frozen > 1_000
    assert first > 1_000
    assert again < 100
