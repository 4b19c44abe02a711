"""What the documents say of the product is so."""

import json
import logging
import re
import sys
from dataclasses import fields

import pytest
from django.db import connection
from prometheus_client import REGISTRY

from sibao.config import metrics as _registered  # noqa: F401 - what is looked up when asked is registered there
from sibao.config.environment import Environment
from sibao.kernel.access import acting
from sibao.kernel.web.logs import JsonFormatter
from sibao.kernel.web.metrics import LIMITED
from tests import world
from tests.architecture.source import CONTEXTS, ROOT, rank, tracked
from tools import requirements

LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)[^)]*\)")
PAGES = [path for path in tracked() if path.suffix == ".md"]


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_of_a_page_leads_somewhere(page):
    targets = [target for target in LINK.findall(page.read_text(encoding="utf-8")) if "://" not in target]
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_every_setting_is_explained():
    assert [
        field.name for field in fields(Environment) if f"| `{field.name}` |" not in read("docs/operations.md")
    ] == []


def test_every_make_target_of_the_readme_exists():
    targets = re.findall(r"^([a-z]+):.*##", read("Makefile"), re.MULTILINE)
    assert {"setup", "demo", "test", "check", "bench", "map", "shots", "soak"} <= set(targets)
    for page in ("README.md", "README.zh-CN.md", "CONTRIBUTING.md", "docs/operations.md"):
        named = set(re.findall(r"`?(?:PORT=\d+ )?\bmake ([a-z]+)", read(page)))
        assert named <= set(targets) | {"what", "or"}, page


def test_the_picture_of_the_river_is_the_river():
    picture = read("ARCHITECTURE.md").partition("## The river")[2].split("```")[1]
    lines = [line for line in picture.splitlines() if line.strip()]
    drawn = [[name.strip() for name in line[:38].split("|")] for line in lines]
    assert {name for floor in drawn for name in floor} == set(CONTEXTS)
    floors = [{rank()[name] for name in floor} for floor in drawn]
    assert all(len(floor) == 1 for floor in floors)
    heights = [floor.pop() for floor in floors]
    assert heights == sorted(heights, reverse=True)


def test_every_decision_is_in_the_list():
    pages = {path.name for path in (ROOT / "docs/adr").glob("0*.md")}
    assert pages
    assert sorted(pages - set(LINK.findall(read("docs/adr/README.md")))) == []


def test_both_readmes_have_the_same_parts():
    english, chinese = (read(name).count("\n## ") for name in ("README.md", "README.zh-CN.md"))
    assert english == chinese


def test_every_refusal_is_shown_by_tests_that_exist():
    named = re.findall(r"`([a-z_/]+\.py::test_[a-z0-9_]+)`", read("docs/refusals.md"))
    lines = [line for line in read("docs/refusals.md").splitlines() if line.startswith("| ") and "shown by" not in line]
    assert [line for line in lines if "::" not in line] == []
    assert [name for name in named if not requirements.is_test(f"tests/{name}")] == []
    assert len(named) > 100


def table(heading):
    """The first column's names in the table below a heading of the guide, each with the rest of its row."""
    lines = read("docs/operations.md").partition(f"### {heading}\n")[2].partition("\n#")[0].splitlines()
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines if line.startswith("| `")]
    return {name: row[1:] for row in rows for name in re.findall(r"`(\w+)`", row[0])}


def counted():
    """What `/metrics` counts for us, by the name that is scraped, each with the labels of its samples."""
    found = {}
    for family in REGISTRY.collect():
        name = family.name + "_total" * (family.type == "counter")
        labels = {label for sample in family.samples for label in sample.labels} - {"le"}
        found |= {name: labels} if name.startswith("sibao_") else {}
    return found


@pytest.mark.django_db
def test_the_guide_lists_exactly_what_is_counted_with_its_labels(client):
    client.get("/healthz")
    LIMITED.labels("pages").inc(0)
    with connection.cursor() as cursor:
        cursor.execute("insert into procrastinate_jobs (queue_name, task_name) values ('default', 'waiting')")
    told = {name: set(filter(None, re.split(r",\s*", row[0]))) for name, row in table("What `/metrics` counts").items()}
    assert told == counted()


@pytest.mark.django_db
def test_the_guide_lists_exactly_the_fields_of_a_line_of_the_log(client, zone, caplog):
    with caplog.at_level(logging.INFO, logger="sibao.requests"):
        client.get("/healthz")
    record = next(record for record in caplog.records if record.name == "sibao.requests")
    try:
        raise RuntimeError("broken")
    except RuntimeError:
        record.exc_info = sys.exc_info()
    with acting(world.cli(zone)):
        line = json.loads(JsonFormatter().format(record))
    assert set(table("What a line of the log says")) == set(line)
