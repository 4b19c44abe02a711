"""A roster from upload to people, beside calamine's bare read of the same file."""

import tempfile
from pathlib import Path

from bench.database import filled
from bench.sheets import bare
from bench.tables import Line, Table, timed
from sibao.directory.models import Employment, Person
from sibao.directory.services.staff_workbook import KEY
from sibao.kernel.access import acting
from tests import grounds, world
from tests.grounds import citizen_number
from tests.kernel.imports.steps import apply, upload
from tests.kernel.sheets import workbooks

ROWS = 10_000
HEADINGS = ("序号", "员工姓名", "身份证号码", "手机号", "工种", "所在班组", "入厂时间")


def run() -> Table:
    """Measure preview and apply of 10,000 new people, then the preview of the same file again."""
    with tempfile.TemporaryDirectory(prefix="sibao-bench-") as folder, filled():
        path = workbooks.xlsx(Path(folder) / "花名册.xlsx", *map(_line, range(ROWS)), headings=HEADINGS)
        rounds = [_round(path) for _ in range(3)]
    bare_seconds, *others = (sorted(seconds)[1] for seconds in zip(*rounds, strict=True))
    names = (
        "preview: keep, read, understand, match",
        "apply: write 10,000 new people and employments",
        "preview of the same file again",
    )
    lines = [Line(name, seconds, seconds / bare_seconds) for name, seconds in zip(names, others, strict=True)]
    return Table(f"A roster of {ROWS:,} rows", (Line("calamine's bare read", bare_seconds, 1.0), *lines))


def _line(number: int) -> tuple[object, ...]:
    dates = ("2020-03-01", "2020年3月1日", "20200301", 43900.0)
    post, team = f"岗位{number % 40}", f"{number % 30}班"
    name, phone = f"员工{number}（示例）", f"138{number:08d}"
    return number + 1, name, f" {citizen_number(number)}", phone, post, team, dates[number % 4]


def _round(path: Path) -> list[float]:
    content, zone = path.read_bytes(), world.load_pack()
    place = grounds.site(world.unit(zone))
    user = world.person(zone, "unit_user", unit=place.unit)
    with acting(user):
        found = []
        seconds = [timed(lambda: bare(path))]
        seconds.append(timed(lambda: found.append(upload(user, content, importer=KEY))))
        seconds.append(timed(lambda: apply(user, found[0])))
        seconds.append(timed(lambda: upload(user, content, importer=KEY)))
        if Employment.objects.count() != ROWS:
            raise RuntimeError(f"{Employment.objects.count()} people at work")
    with acting(world.cli(zone)):
        Employment.objects.all().delete()
        Person.objects.all().delete()
    return seconds
