"""`python -m bench [name …]`: run every bench in this folder, or those named, and print their tables."""

import pkgutil
import sys

import bench
from bench import database

NO_BENCH = {"__main__", "database", "province", "readers", "signal_worker", "tables"}


def names() -> list[str]:
    """Every bench in this folder: the modules with a `run`."""
    return sorted(found.name for found in pkgutil.iter_modules(bench.__path__) if found.name not in NO_BENCH)


def main(wanted: list[str]) -> None:
    unknown = set(wanted) - set(names())
    if unknown:
        sys.exit(f"no such bench: {', '.join(sorted(unknown))}; there are {', '.join(names())}")
    database.prepare()
    for name in wanted or names():
        print(pkgutil.resolve_name(f"bench.{name}:run")().text(), end="\n\n", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
