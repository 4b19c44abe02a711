"""Maps of the areas: approved ones only, each version kept, the number printed where the map is shown."""

import argparse

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from sibao.audit.models import AuditLine
from sibao.directory import cli, queries, services
from sibao.directory.inputs import ImportBoundaries, WithdrawBoundaries
from sibao.directory.models import Area, BoundaryMap
from sibao.kernel import clock, files
from sibao.kernel.access import acting
from sibao.kernel.refusals import Denied, Invalid, WrongMove
from tests import world
from tests.directory.invented import APPROVAL, MARK, SOURCE, collection, feature, of_codes
from tests.seen import browser, shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(zone):
    return world.person(zone, "system_administrator")


@pytest.fixture
def content(zone):
    return of_codes(list(Area.objects.filter(zone=zone).exclude(tile_column=None).values_list("code", flat=True)))


def bring(actor, content, approval=APPROVAL):
    given = ImportBoundaries(name="图.geojson", content=content, approval=approval, source=SOURCE)
    return services.import_boundaries(actor=actor, given=given)


def withdraw(actor):
    return services.withdraw_boundaries(actor=actor, given=WithdrawBoundaries(reason="边界有误"))


def test_an_approved_map_is_shown_with_its_number_beside_the_scheme_and_a_table(zone, keeper, content):
    duty = world.person(zone, "hq_duty_officer")
    pages = [reverse("dashboard:screen"), reverse("whitelist:coverage")]
    assert not any("审图号" in shown(duty, page) for page in pages)
    bring(keeper, content)
    for page in pages:
        found = shown(duty, page)
        assert f"审图号：{APPROVAL}" in found
        assert 'data-kind="map"' in found
        assert 'class="sb-town ' in found
    withdraw(keeper)
    assert not any("审图号" in shown(duty, page) for page in pages)


def test_every_import_is_a_version_with_its_file_its_hash_and_its_number(zone, keeper, content):
    first = bring(keeper, content)
    second = bring(keeper, content, "测S〔2022〕002号")
    withdraw(keeper)
    rows = list(queries.boundary_maps(keeper))
    assert [(row.version, row.approval) for row in rows] == [(3, ""), (2, "测S〔2022〕002号"), (1, APPROVAL)]
    with acting(keeper):
        assert files.content_of(keeper, first.file_id) == content
    assert first.sha256 == second.sha256
    page = shown(keeper, reverse("directory:boundaries"))
    assert {text for text in (APPROVAL, SOURCE, first.sha256, "边界有误") if text not in page} == set()
    line = AuditLine.objects.filter(command="directory:boundary:import").earliest("id")
    assert (line.details["approval"], line.details["sha256"]) == (APPROVAL, first.sha256)


def test_a_wrong_file_is_refused_feature_by_feature_and_nothing_is_kept(zone, keeper):
    code = "419001102"
    squeezed = {"type": "Polygon", "coordinates": [[[110, 30], [111, 31], [110, 30]]]}
    given = collection(
        feature(code), feature("999999", 1), feature(code, 2), feature("419001100", 3, geometry=squeezed)
    )
    with pytest.raises(Invalid) as refused:
        bring(keeper, given)
    said = str(refused.value.fields["file"])
    assert {number for number in range(1, 5) if f"第 {number} 个要素" in said} == {2, 3, 4}
    assert BoundaryMap.objects.count() == 0


def test_the_same_file_again_no_map_to_withdraw_and_no_permission_change_nothing(zone, keeper, content):
    with pytest.raises(WrongMove):
        withdraw(keeper)
    bring(keeper, content)
    with pytest.raises(Invalid):
        bring(keeper, content)
    with pytest.raises(Denied):
        bring(world.person(zone, "clerk_industry"), content, "测S〔2022〕002号")
    assert BoundaryMap.objects.count() == 1


@pytest.mark.parametrize("approval", ["", "无", "2022-001", "豫S2022第1号"])
def test_no_map_comes_in_without_an_approval_number(zone, keeper, content, approval):
    with pytest.raises(ValueError, match="approval"):
        bring(keeper, content, approval)
    given = {"version": 1, "shapes": {"features": []}, "source": SOURCE, "by": "", "recorded_at": clock.now()}
    with pytest.raises(IntegrityError), transaction.atomic():
        BoundaryMap.objects.create(zone=zone, **given)
    assert BoundaryMap.objects.count() == 0


def test_the_page_imports_and_says_what_is_wrong_beside_the_file(zone, keeper, content):
    seat, there = browser(keeper), reverse("directory:boundary-import")

    def send(content, approval=APPROVAL):
        file = SimpleUploadedFile("图.geojson", content, "application/geo+json")
        return seat.post(there, {"file": file, "approval": approval, "source": SOURCE})

    wrong = send(collection(feature("999999")))
    assert wrong.status_code == 422
    assert "第 1 个要素" in wrong.content.decode()
    assert send(content, "无").status_code == 422
    assert send(content).status_code == 302
    assert seat.post(reverse("directory:boundary-withdraw"), {"reason": "有误"}).status_code == 302
    assert BoundaryMap.objects.count() == 2


def test_the_command_line_imports_a_file(zone, content, tmp_path, capsys):
    path = tmp_path / "图.geojson"
    path.write_bytes(content)
    asked = argparse.Namespace(file=path, approval=APPROVAL, source=SOURCE)
    assert cli.import_file(asked) == cli.OK
    assert APPROVAL in capsys.readouterr().out
    path.write_bytes(collection(feature("999999")))
    assert cli.import_file(asked) == cli.REFUSED
    assert cli.import_file(argparse.Namespace(file=tmp_path, approval=APPROVAL, source=SOURCE)) == cli.REFUSED
    assert "第 1 个要素" in capsys.readouterr().err
    assert BoundaryMap.objects.count() == 1


def test_a_town_sees_its_own_area_only_and_the_invented_mark_stays_in_the_file(zone, keeper, content):
    bring(keeper, content)
    page = shown(world.person(zone, "clerk_zhicheng"), reverse("whitelist:coverage"))
    assert f"审图号：{APPROVAL}" in page
    assert "克井" not in page
    assert MARK.encode() in content
