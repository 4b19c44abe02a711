"""The process that reads is fenced: killed, swollen or slow, it costs the one who asks a refusal and nothing more."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from sibao.kernel.sheets import reading
from sibao.kernel.sheets.reading import converse, read_workbook
from sibao.kernel.sheets.words import Refused
from tests.kernel.sheets import workbooks

ROOT = Path(__file__).resolve().parents[3]


def children():
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(os.getpid())], capture_output=True, text=True, check=True)
    return [pid for pid in map(int, found.stdout.split()) if b"sheets.child" in command_of(pid)]


def command_of(pid):
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def stop_the_reader(with_signal):
    until = time.monotonic() + 20
    while time.monotonic() < until and not (found := children()):
        time.sleep(0.005)
    for pid in found:
        os.kill(pid, with_signal)


@pytest.mark.parametrize(
    ("with_signal", "code"),
    [
        (signal.SIGKILL, "swollen"),
        (signal.SIGABRT, "swollen"),
        (signal.SIGSEGV, "swollen"),
        (signal.SIGXCPU, "too-slow"),
        (signal.SIGTERM, "corrupt"),
    ],
)
def test_a_reader_that_dies_is_a_refusal(file, with_signal, code):
    workbooks.xlsx(file)
    killer = threading.Thread(target=stop_the_reader, args=[with_signal])
    killer.start()
    with pytest.raises(Refused) as caught:
        read_workbook(file)
    killer.join()
    assert caught.value.code == code


def test_a_reader_that_hangs_is_stopped_and_gone(file):
    workbooks.xlsx(file)
    stopper = threading.Thread(target=stop_the_reader, args=[signal.SIGSTOP])
    stopper.start()
    with pytest.raises(Refused) as caught:
        read_workbook(file, seconds=2)
    stopper.join()
    assert caught.value.code == "too-slow"
    assert children() == []


def test_a_reader_with_no_time_left_is_too_slow(file):
    with pytest.raises(Refused) as caught:
        read_workbook(workbooks.xlsx(file), seconds=0)
    assert caught.value.code == "too-slow"


def test_a_reader_that_says_too_much_is_swollen(file, monkeypatch):
    monkeypatch.setattr(reading, "OUTPUT_BYTES", 100)
    with pytest.raises(Refused) as caught:
        read_workbook(workbooks.xlsx(file))
    assert caught.value.code == "swollen"


def test_a_reader_that_breaks_is_a_refusal(file):
    with pytest.raises(Refused) as caught:
        list(converse(["annotate", str(workbooks.xlsx(file)), str(file)], order={}))
    assert caught.value.code == "corrupt"


def test_whoever_stops_listening_leaves_no_reader_behind(file):
    words = converse(["read", str(workbooks.xlsx(file))])
    next(words)
    words.close()
    assert children() == []


def test_within_the_fence_memory_and_time_are_bounded():
    probe = (
        "from sibao.kernel.sheets.child.limits import fence, MEMORY, CPU_SECONDS\n"
        "import resource\nfence()\n"
        "assert resource.getrlimit(resource.RLIMIT_AS)[0] <= MEMORY\n"
        "assert resource.getrlimit(resource.RLIMIT_CPU)[0] <= CPU_SECONDS\n"
        "assert resource.getrlimit(resource.RLIMIT_CORE)[0] == 0\n"
        "try:\n    bytearray(MEMORY)\nexcept MemoryError:\n    print('held')\n"
    )
    said = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, cwd=ROOT, check=True)
    assert said.stdout == "held\n"
