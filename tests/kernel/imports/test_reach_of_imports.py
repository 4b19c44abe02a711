"""Who may import what and see it, and that personal values are sealed."""

import pytest
from django.db import connection

from sibao.directory.models import Contact
from sibao.kernel.access import acting
from sibao.kernel.files import Upload
from sibao.kernel.imports import queries, services, shown
from sibao.kernel.imports.inputs import ApplyImport, StartImport
from sibao.kernel.refusals import Denied, NotFound, WrongMove
from tests import world
from tests.kernel.imports.steps import KEY, apply, counts, kept, listed, upload
from tests.kernel.sheets.messy import MessyUnit, uscc

pytestmark = pytest.mark.django_db


def test_units_of_another_sector_are_refused_row_by_row(zone, clerk, workbook):
    made = listed(4)
    apply(clerk, upload(clerk, workbook(made)))
    before = kept()
    for unit in made:
        unit.staff += 1
    stranger = world.person(zone, "clerk_commerce")
    run = upload(stranger, workbook(made))
    assert counts(run) == {"new": 0, "changed": 0, "unchanged": 0, "bad": 4, "ask": 0}
    with acting(stranger):
        said = shown.row(queries.rows(stranger, run.id)[0])["problems"][0]
    assert "其他范围" in said["text"]
    with pytest.raises(WrongMove):
        services.apply_import(actor=stranger, given=ApplyImport(run_id=run.id, version=run.version))
    assert kept() == before


def test_another_department_does_not_see_the_import(zone, clerk, workbook):
    run = upload(clerk, workbook(listed(3)))
    colleague, stranger = world.person(zone, "clerk_industry"), world.person(zone, "clerk_commerce")
    assert queries.run(colleague, run.id).id == run.id
    for call in (queries.run, queries.rows):
        with pytest.raises(NotFound):
            call(stranger, run.id)
    with pytest.raises(NotFound):
        services.apply_import(actor=stranger, given=ApplyImport(run_id=run.id, version=run.version))


def test_whoever_may_not_import_is_refused(zone, workbook):
    nobody = world.person(zone, "hq_commander")
    with pytest.raises(Denied):
        services.start_import(actor=nobody, given=StartImport(importer=KEY, upload=Upload("a.xlsx", "", b"x")))


def test_personal_values_stand_nowhere_in_the_clear(clerk, workbook):
    made = [MessyUnit(f"济源第{n}厂（示例）", uscc(n), person=f"某甲{n}", phone=f"1390000001{n}") for n in range(1, 4)]
    made[2].phone = "1390000001/1390000002"
    run = upload(clerk, workbook(made))
    apply(clerk, run)
    with acting(clerk), connection.cursor() as cursor:
        for table in ("kernel_importrow", "kernel_importrun", "directory_contact", "audit_auditline"):
            cursor.execute(f"select string_agg(t::text, ' ') from {table} t")
            text = cursor.fetchone()[0] or ""
            for secret in ("13900000011", "13900000012", "1390000001/", "某甲1", "某甲2"):
                assert secret not in text, (table, secret)
        assert Contact.objects.count() == 2
