"""`sibao prevention`: examining the states of monitoring against what was kept and what was said since."""

import argparse

from sibao.directory import queries as directory
from sibao.kernel import clock
from sibao.kernel.access import acting, system
from sibao.prevention.services import rebuilding

OK, DAMAGED = 0, 2
"""Exit codes; DAMAGED means that states were examined and are not what follows from snapshot and log."""
SHOWN = 20


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this context's commands to the command line."""
    verbs = subparsers.add_parser("prevention", help="监测 monitoring").add_subparsers(required=True)
    words = "用快照和信号重算状态并核对 make states anew from snapshot and log, and compare"
    verify = verbs.add_parser("verify", help=words, description=words)
    verify.set_defaults(run=verify_states)


def verify_states(arguments: argparse.Namespace) -> int:
    """Compare the states of every zone, and name what differs."""
    damaged = 0
    for zone_id in directory.zone_ids():
        with acting(system(zone_id, door="cli")):
            damaged += _verify(zone_id)
    return DAMAGED if damaged else OK


def _verify(zone_id: int) -> int:
    found = rebuilding.examine(zone_id, clock.now())
    since = found.since.astimezone(clock.SHANGHAI).isoformat() if found.since else "没有 none"
    print(f"区 zone {zone_id}：快照 snapshot {since}")
    if not found.as_sealed:
        print("✗ 快照与封签不符 the snapshot is not as it was sealed")
    for one in found.findings[:SHOWN]:
        print(f"✗ {one.subject} {one.subject_id} {one.fact}：存 held {one.held}，算 made {one.made}")
    print(f"不符 differences: {len(found.findings)}" if found.findings else "相符 the same")
    return len(found.findings) + (not found.as_sealed)
