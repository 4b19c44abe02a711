"""`sibao demo load`: the demo zone, or the province for benchmarks, into an empty database."""

import argparse
import sys
import time

from sibao.config.demo import load as loading
from sibao.kernel.refusals import Refusal


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add these commands to the command line."""
    demo = subparsers.add_parser("demo", help="演示数据 the demo's data").add_subparsers(required=True)
    load = demo.add_parser("load", help="装入演示数据 load the demo zone or province")
    load.add_argument("--seed", type=int, default=1)
    load.add_argument("--scale", choices=("zone", "province"), default="zone")
    load.add_argument("--if-empty", action="store_true", help="库中已有数据时什么也不做 do nothing if there is data")
    load.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Load, and say how long it took."""
    if arguments.if_empty and loading.has_units():
        return 0
    begun = time.perf_counter()
    try:
        world = loading.load(arguments.seed, arguments.scale)
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1
    seconds = time.perf_counter() - begun
    print(f"已装入 {len(world.units)} 家企业（项目） loaded {len(world.units)} units in {seconds:.1f} s")
    return 0
