"""`sibao demo load` and `sibao demo replay`: the demo zone into an empty database, and a day of it played at the door."""

import argparse
import sys
import time
from contextlib import nullcontext
from datetime import date

from sibao.config.demo import days, replay, senders
from sibao.config.demo import load as loading
from sibao.config.demo.generate import generate
from sibao.directory import queries as directory
from sibao.kernel.access import system
from sibao.kernel.refusals import Refusal

INTERRUPTED = 130


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add these commands to the command line."""
    demo = subparsers.add_parser("demo", help="演示数据 the demo's data").add_subparsers(required=True)
    load = demo.add_parser("load", help="装入演示数据 load the demo zone or province")
    load.add_argument("--seed", type=int, default=1)
    load.add_argument("--scale", choices=("zone", "province"), default="zone")
    load.add_argument("--if-empty", action="store_true", help="库中已有数据时什么也不做 do nothing if there is data")
    load.set_defaults(run=run)
    played = demo.add_parser("replay", help="重放一天的信号 play a day of signals")
    played.add_argument("--day", choices=days.names(), default="outbreak")
    played.add_argument(
        "--speed", type=float, default=600, help="时间快多少倍，0 为不等待 times as fast; 0 never waits"
    )
    played.add_argument(
        "--on", type=date.fromisoformat, help="放在哪一天，默认为数据里的日期 another date than its own"
    )
    played.add_argument("--seed", type=int, default=1, help="装入演示数据时的种子 the seed of the demo's load")
    played.add_argument("--url", default="", help="经该地址的接口上报 deliver by the API at this address")
    played.set_defaults(run=run_replay)


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


def run_replay(arguments: argparse.Namespace) -> int:
    """Play a day; Ctrl-C stops it, and the same command goes on with it."""
    zone = directory.sole_zone()
    if zone is None or not zone.demo:
        print("只有演示系统能重放 only a demo zone can be played in", file=sys.stderr)
        return 1
    actor = system(zone.pk, door="cli")
    day = days.make_day(arguments.day, generate(arguments.seed), arguments.on)
    print(f"{day.zh} {day.en}: {len(day.handovers)} 批 deliveries, {day.distinct} 条信号 signals", flush=True)
    by_url = senders.by_api(actor, arguments.url) if arguments.url else nullcontext(senders.by_command(actor))
    try:
        with by_url as send:
            whole = replay.play(day, actor, send, speed=arguments.speed, tell=lambda told: print(told, flush=True))
    except KeyboardInterrupt:
        print("\n已停下，再次运行会接着放 stopped; the same command goes on with it", file=sys.stderr)
        return INTERRUPTED
    except (Refusal, senders.NotTaken) as refusal:
        print(refusal, file=sys.stderr)
        return 1
    print(f"全天 whole day  {whole}")
    return 0
