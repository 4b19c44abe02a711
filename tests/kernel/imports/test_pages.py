"""A long preview is turned page by page; no row of it is out of sight."""

import pytest
from django.urls import reverse

from sibao.kernel import clock, files
from sibao.kernel.imports import queries
from sibao.kernel.models import ImportRow, ImportRun
from tests.kernel.imports.steps import KEY
from tests.seen import browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(clerk):
    """A preview of 250 new rows, 230 wrong ones and 120 to confirm, shuffled as in a real workbook."""
    kept = files.keep(clerk, files.Upload("名单.xlsx", "", b"x"), clock.now())
    counts = {"new": 250, "bad": 230, "ask": 120}
    made = ImportRun.objects.create(
        zone_id=clerk.zone_id,
        organisation_id=clerk.organisation_id,
        account_id=clerk.account_id,
        appointment_id=clerk.appointment_id,
        importer=KEY,
        file=kept,
        state="preview",
        counts=counts,
        created_at=clock.now(),
    )
    verdicts = [verdict for verdict, count in counts.items() for _ in range(count)]
    problem = {"code": "refused", "params": {"why": "约数", "cure": "写准数"}, "cell": "A1", "raw": "约五"}
    ImportRow.objects.bulk_create(
        ImportRow(
            run=made,
            zone_id=clerk.zone_id,
            number=number * 7 % 601,
            verdict=verdict,
            label=f"行{number * 7 % 601:03d}号",
            problems=[problem] if verdict == "bad" else [],
        )
        for number, verdict in enumerate(verdicts, start=1)
    )
    return made


@pytest.mark.parametrize(("group", "verdict"), [("kinds", "new"), ("bad", "bad"), ("asked", "ask")])
def test_every_row_of_a_verdict_is_shown_once_in_the_order_of_the_workbook(clerk, run, group, verdict):
    page, client, seen, way = reverse("kernel:import", args=[run.pk]), browser(clerk), [], "?show=new"
    while way:
        answer = client.get(page + way.partition("#")[0])
        assert answer.status_code == 200
        lines = (
            next(rows for kind, _title, rows in answer.context["kinds"]) if group == "kinds" else answer.context[group]
        )
        assert all(row["label"] in answer.content.decode() for row in lines.rows)
        seen += [row["number"] for row in lines.rows]
        assert f'href="{lines.next}"'.replace("&", "&amp;") in answer.content.decode() or not lines.next
        way = lines.next
    assert seen == list(queries.rows(clerk, run.pk, verdict).values_list("number", flat=True))
    assert lines.count == len(seen) == run.counts[verdict]
    assert lines.position == f"第 {len(seen) // 100 * 100 + 1}–{len(seen)}，共 {len(seen)}"


def test_a_forged_place_is_refused_in_words(clerk, run):
    answer = browser(clerk).get(reverse("kernel:import", args=[run.pk]), {"bad": "forged"})
    assert answer.status_code == 422
    assert "翻页位置已失效" in answer.content.decode()
