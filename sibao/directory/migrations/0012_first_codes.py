"""Zones that are there get the codes that were enumerations, so that their vehicles and venues keep their words."""

from django.db import migrations

LISTS = {
    ("vehicle_kind", "车型", "Kinds of vehicle"): (
        ("lorry", "货车", "Lorry"),
        ("tractor", "牵引车", "Tractor"),
        ("trailer", "挂车", "Trailer"),
        ("van", "厢式车", "Van"),
        ("bus", "客车", "Bus"),
        ("car", "轿车", "Car"),
    ),
    ("venue_use", "场所部位用途", "Uses of places within a site"): (
        ("workshop", "车间", "Workshop"),
        ("canteen", "食堂", "Canteen"),
        ("dormitory", "宿舍楼", "Dormitory"),
        ("office", "办公", "Office"),
        ("warehouse", "仓库", "Warehouse"),
        ("shop", "营业厅", "Shop floor"),
        ("other", "其他", "Other"),
    ),
}
LIST = (
    "insert into kernel_codelist (zone_id, key, name, name_en) select id, %s, %s, %s from directory_zone "
    "on conflict do nothing"
)
CODE = (
    "insert into kernel_code (zone_id, list_id, code, name, name_en, \"order\", reason, by, recorded_at, version) "
    "select zone_id, id, %s, %s, %s, %s, '', '系统', now(), 0 from kernel_codelist where key = %s on conflict do nothing"
)


def first_codes(apps, schema_editor):
    """Write the lists and codes of every zone."""
    with schema_editor.connection.cursor() as cursor:
        for (key, name, name_en), codes in LISTS.items():
            cursor.execute(LIST, (key, name, name_en))
            for order, (code, word, english) in enumerate(codes, start=1):
                cursor.execute(CODE, (code, word, english, order * 10, key))


class Migration(migrations.Migration):
    dependencies = [("directory", "0011_codes_of_lists"), ("kernel", "0012_code_lists")]

    operations = [migrations.RunPython(first_codes, migrations.RunPython.noop)]
