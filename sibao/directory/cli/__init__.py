"""`sibao boundaries`: an approved map of the zone's areas from a file."""

import argparse
import sys
from pathlib import Path

from pydantic import ValidationError

from sibao.directory import queries, services
from sibao.directory.inputs import ImportBoundaries
from sibao.kernel.access import acting, system
from sibao.kernel.input_words import by_field
from sibao.kernel.refusals import Refusal

OK, REFUSED = 0, 1


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this context's commands to the command line."""
    boundaries = subparsers.add_parser("boundaries", help="导入边界图 import an approved map of the areas (GeoJSON)")
    boundaries.add_argument("file", type=Path, help="GeoJSON 文件 file")
    boundaries.add_argument("--approval", required=True, help="审图号 approval number, such as 豫S〔2022年〕005号")
    boundaries.add_argument("--source", required=True, help="来源：编制单位和图名 who made it, and its title")
    boundaries.set_defaults(run=import_file)


def import_file(arguments: argparse.Namespace) -> int:
    """Import a map into the zone of this installation; what is wrong with it is said feature by feature."""
    zone = queries.sole_zone()
    if zone is None:
        return _refuse("还没有装载数据包 no pack is loaded")
    actor = system(zone.pk, door="cli")
    try:
        content = arguments.file.read_bytes()
        given = ImportBoundaries(
            name=arguments.file.name, content=content, approval=arguments.approval, source=arguments.source
        )
        with acting(actor):
            made = services.import_boundaries(actor=actor, given=given)
    except OSError as error:
        return _refuse(str(error))
    except ValidationError as error:
        return _refuse("；".join(f"{name}：{words}" for name, words in by_field(error.errors()).items()))
    except Refusal as refusal:
        return _refuse("；".join(map(str, refusal.fields.values())) or str(refusal))
    print(f"{made.approval}：{made.areas} 个区域 areas，{made.vertices} 个顶点 vertices，SHA-256 {made.sha256}")
    return OK


def _refuse(words: str) -> int:
    print(words, file=sys.stderr)
    return REFUSED
