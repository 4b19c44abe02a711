"""A child that ends when its parent is killed, so that nothing is left behind (Linux; elsewhere the supervisor's job)."""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def die_with_parent() -> None:
    """Ask the kernel to kill this process when its parent is killed.

    To be asked to end would not do: an answer under way waits for the loop that has ended, and who else would kill it?
    """
    if sys.platform != "linux" or "SIBAO_PARENT" not in os.environ:
        return
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != int(os.environ["SIBAO_PARENT"]):
        os.kill(os.getpid(), signal.SIGKILL)
