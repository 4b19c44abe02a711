"""Whatever is handed in as a workbook is read or refused in words; nothing of it kills or swells the one who asks."""

import os
import zipfile
from contextlib import suppress

import pytest

from sibao.kernel.sheets.child import limits
from sibao.kernel.sheets.child.compound import CompoundFile
from sibao.kernel.sheets.reading import read_workbook
from sibao.kernel.sheets.wording_cells import CELLS
from sibao.kernel.sheets.wording_files import FILES
from sibao.kernel.sheets.words import Refused
from tests.kernel.sheets import workbooks

RELATIONS = "xl/_rels/workbook.xml.rels"
SHEET = "xl/worksheets/sheet1.xml"


def refused(path):
    with pytest.raises(Refused) as caught:
        read_workbook(path)
    refusal = caught.value
    assert refusal.text("zh")
    assert refusal.cure("zh")
    assert refusal.text("en")
    assert refusal.cure("en")
    return refusal.code


def written(path, data):
    path.write_bytes(data)
    return path


def test_a_plain_workbook_is_read(file):
    assert read_workbook(workbooks.xlsx(file)).format == "xlsx"


def test_a_file_that_is_not_there_is_an_error_of_the_caller(tmp_path):
    with pytest.raises(FileNotFoundError):
        read_workbook(tmp_path / "none.xlsx")


def test_an_empty_file_is_refused(file):
    assert refused(written(file, b"")) == "empty"


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7 x,y", b"\x89PNG\r\n", b"MZ,\x90", b"plain words without a table", b"a\0b,c"]
)
def test_a_file_of_another_kind_is_refused(file, data):
    assert refused(written(file, data)) == "not-a-workbook"


def test_a_zip_without_a_workbook_is_refused(file):
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert refused(file) == "not-a-workbook"


def test_a_file_too_large_is_refused_before_it_is_opened(file):
    written(file, b"PK\x03\x04")
    os.truncate(file, limits.FILE_BYTES + 1)
    assert refused(file) == "too-large"


def test_too_many_rows_are_refused(tmp_path):
    lines = "name,code\n" + "a,b\n" * (limits.ROWS + 1)
    assert refused(written(tmp_path / "many.csv", lines.encode())) == "too-many-rows"


def test_too_many_rows_of_a_workbook_are_refused_and_counted(file):
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, limits.ROWS + 3))
    sheet = f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>'
    with pytest.raises(Refused, match="100,002 行") as caught:
        read_workbook(workbooks.repacked(file, {SHEET: sheet.encode()}))
    assert caught.value.code == "too-many-rows"


def test_too_many_columns_are_refused(file, tmp_path):
    wide = [f"c{index}" for index in range(limits.COLUMNS + 1)]
    assert refused(workbooks.xlsx(file, wide, headings=wide)) == "too-many-columns"
    assert refused(written(tmp_path / "wide.csv", ",".join(wide).encode())) == "too-many-columns"


def test_too_many_cells_in_all_are_refused(file):
    lines = (",".join("x" * 200) + "\n") * 10_100
    assert refused(written(file.with_suffix(".csv"), lines.encode())) == "too-many-cells"


def test_a_far_corner_is_refused_by_its_name_and_kills_nobody(file):
    workbooks.xlsx_with(file, lambda page, _: page.write(1_048_575, 16_383, "x"))
    with pytest.raises(Refused, match="XFD1048576") as caught:
        read_workbook(file)
    assert caught.value.code == "far-corner"
    assert read_workbook(workbooks.xlsx(file)).sheets


@pytest.mark.parametrize(("row", "column", "cell"), [(59_999, 49, "AX60000"), (99_999, 255, "IV100000")])
def test_a_lonely_cell_within_the_bounds_is_refused_by_its_name_too(file, row, column, cell):
    workbooks.xlsx_with(file, lambda page, _: page.write(row, column, "x"))
    with pytest.raises(Refused, match=cell) as caught:
        read_workbook(file)
    assert caught.value.code == "far-corner"


@pytest.mark.parametrize("reference", ["ZZZZ99999999999", "A0", "1", ""])
def test_a_cell_that_says_a_senseless_place_kills_nobody(file, reference):
    sheet = workbooks.part(workbooks.xlsx(file), SHEET).replace(b'r="B2"', f'r="{reference}"'.encode())
    assert refused(workbooks.repacked(file.with_name("odd.xlsx"), {SHEET: sheet}, source=file)) in (
        "corrupt",
        "swollen",
    )


@pytest.mark.parametrize(("rows", "columns"), [(1_048_571, 1), (1_048_571, 16_384), (1, 16_384)])
def test_an_open_document_that_repeats_a_cell_without_end_is_refused(file, rows, columns):
    cell = f'<table:table-cell table:number-columns-repeated="{columns}" office:value-type="float" office:value="1"/>'
    body = f'<table:table-row table:number-rows-repeated="{rows}">{cell}</table:table-row>'
    assert refused(workbooks.ods(file, body)) in ("too-many-rows", "far-corner", "too-many-cells", "corrupt", "swollen")


def test_merged_areas_without_end_are_refused(file):
    areas = b"</sheetData><mergeCells>" + b'<mergeCell ref="A1:XFD1048576"/>' * 5_000 + b"</mergeCells>"
    sheet = workbooks.part(workbooks.xlsx(file), SHEET).replace(b"</sheetData>", areas)
    assert refused(workbooks.repacked(file.with_name("odd.xlsx"), {SHEET: sheet}, source=file)) == "corrupt"


def test_a_zip_bomb_is_refused(file):
    bomb = b"<worksheet>" + b" " * (60 * 1024 * 1024) + b"</worksheet>"
    assert refused(workbooks.repacked(file, {"xl/theme/theme1.xml": bomb})) == "zip-bomb"


def test_a_zip_that_lies_about_its_sizes_is_refused(file):
    workbooks.repacked(file, {"xl/theme/theme1.xml": b" " * 60_000_000})
    data = bytearray(file.read_bytes())
    size = (60_000_000).to_bytes(4, "little")
    while (at := data.find(size)) >= 0:
        data[at : at + 4] = (9).to_bytes(4, "little")
    assert refused(written(file, bytes(data))) in ("zip-bomb", "corrupt")


def test_a_zip_of_too_many_parts_is_refused(file):
    assert refused(workbooks.repacked(file, {f"x/{n}": b"" for n in range(limits.PARTS)})) == "zip-bomb"


@pytest.mark.parametrize("part", ["xl/sharedStrings.xml", SHEET, "xl/workbook.xml"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_an_xml_bomb_is_refused(file, part, encoding):
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "laugh">{entities}]><x>&l11;</x>'
    expected = "xml-bomb" if encoding == "utf-8" else "corrupt"
    assert refused(workbooks.repacked(file, {part: bomb.encode(encoding)})) == expected


def test_a_passworded_workbook_is_refused(file):
    assert refused(workbooks.compound(file, {"EncryptionInfo": b"x", "EncryptedPackage": b"y"})) == "encrypted"


def test_a_passworded_old_workbook_is_refused(file):
    stream = workbooks.record(0x809, b"\0" * 16) + workbooks.record(0x2F, b"\0" * 6) + workbooks.record(0x0A, b"")
    assert refused(workbooks.compound(file.with_suffix(".xls"), {"Workbook": stream})) == "encrypted"


def test_a_passworded_zip_entry_is_refused(file):
    workbooks.xlsx(file)
    data = bytearray(file.read_bytes())
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1
    assert refused(written(file, bytes(data))) == "encrypted"


def test_a_passworded_open_document_is_refused(file):
    path = workbooks.ods(file, workbooks.ods_row("x"), manifest="<manifest:encryption-data/>")
    assert refused(path) == "encrypted"


@pytest.mark.parametrize(
    "name", ["xl/vbaProject.bin", "xl/macrosheets/sheet1.xml", "Basic/Standard/Module1.xml", "customUI/customUI14.xml"]
)
def test_macros_are_refused(file, name):
    assert refused(workbooks.repacked(file, {name: b"x"})) == "macros"


def test_a_workbook_that_calls_itself_one_with_macros_is_refused(file):
    types = workbooks.part(workbooks.xlsx(file), "[Content_Types].xml")
    types = types.replace(b"spreadsheetml.sheet.main", b"ms-excel.sheet.macroEnabled.main")
    assert refused(workbooks.repacked(file, {"[Content_Types].xml": types})) == "macros"


def test_macros_of_an_old_workbook_are_refused(file):
    stream = CompoundFile(workbooks.XLS.read_bytes()).read("Workbook")
    assert refused(workbooks.compound(file, {"Workbook": stream, "_VBA_PROJECT_CUR": b"x"})) == "macros"


@pytest.mark.parametrize(
    "name", ["xl/externalLinks/externalLink1.xml", "xl/connections.xml", "xl/queryTables/queryTable1.xml"]
)
def test_links_to_other_files_are_refused(file, name):
    assert refused(workbooks.repacked(file, {name: b"<x/>"})) == "external-links"


def test_links_of_an_old_workbook_are_refused(file):
    link = workbooks.record(0x1AE, b"\x01\x00\x04\x00\x00book")
    channel = workbooks.record(0x1AE, b"\x00\x00\x04\x00\x00cmd")
    begin, end = workbooks.record(0x809, b"\0" * 16), workbooks.record(0x0A, b"")
    assert refused(workbooks.compound(file, {"Workbook": begin + link + end})) == "external-links"
    assert refused(workbooks.compound(file, {"Workbook": begin + channel + end})) == "embedded-objects"


@pytest.mark.parametrize(
    "name", ["xl/embeddings/oleObject1.bin", "xl/activeX/activeX1.xml", "xl/ctrlProps/ctrlProp1.xml"]
)
def test_embedded_objects_are_refused(file, name):
    assert refused(workbooks.repacked(file, {name: b"<x/>"})) == "embedded-objects"


def test_objects_in_an_old_workbook_are_refused(file):
    stream = CompoundFile(workbooks.XLS.read_bytes()).read("Workbook")
    assert refused(workbooks.compound(file, {"Workbook": stream, "MBD00012345": b"x"})) == "embedded-objects"


def test_a_channel_to_another_program_is_refused(file):
    link = b'<externalLink><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>'
    assert refused(workbooks.repacked(file, {"xl/externalLinks/externalLink1.xml": link})) == "embedded-objects"
    workbooks.xlsx_with(file, lambda page, _: page.write_formula("G2", "=cmd|'/c calc'!A1"))
    assert refused(file) == "embedded-objects"


def test_a_channel_in_an_open_document_is_refused(file):
    body = workbooks.ods_row("x") + "<table:dde-link/>"
    assert refused(workbooks.ods(file, body)) == "embedded-objects"


@pytest.mark.parametrize("kept", [30, 500, 0.5, 0.95])
def test_a_workbook_that_was_cut_off_is_refused(file, kept):
    data = workbooks.xlsx(file).read_bytes()
    assert refused(written(file, data[: kept if kept > 1 else int(len(data) * kept)])) == "corrupt"


@pytest.mark.parametrize("kept", [600, 2000, 0.9])
def test_an_old_workbook_that_was_cut_off_is_refused(file, kept):
    data = workbooks.XLS.read_bytes()
    assert refused(written(file, data[: kept if kept > 1 else int(len(data) * kept)])) == "corrupt"


def test_a_workbook_with_a_damaged_part_is_refused(file):
    assert refused(workbooks.repacked(file, {SHEET: b"<worksheet><sheetData><row"})) == "corrupt"
    assert refused(workbooks.repacked(file, {RELATIONS: b"<Relationships/>"})) == "corrupt"


def test_a_workbook_damaged_anywhere_is_refused_in_words_or_read(file):
    whole = workbooks.xlsx(file).read_bytes()
    for at in range(0, len(whole), len(whole) // 7):
        damaged = bytearray(whole)
        damaged[at : at + 16] = b"\xff" * 16
        with suppress(Refused):
            read_workbook(written(file, bytes(damaged)))


@pytest.mark.parametrize(
    "start", [b"<html>", b"\xef\xbb\xbf<!DOCTYPE html>", b"  <table>", b"<?xml version='1.0'?><Workbook/>"]
)
def test_a_web_page_under_the_name_of_a_workbook_is_refused(tmp_path, start):
    assert refused(written(tmp_path / "list.xls", start + b"<tr><td>1,2</td></tr>")) == "html"


def test_a_binary_workbook_is_refused_by_its_name(file):
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("xl/workbook.bin", b"x")
    assert refused(file) == "xlsb"


def test_a_text_file_of_unknown_encoding_is_refused(tmp_path):
    assert refused(written(tmp_path / "list.csv", b"name,code\n\xff\xff\x80,\xff\n")) == "encoding"


def test_a_quotation_mark_left_open_is_refused(tmp_path):
    assert refused(written(tmp_path / "list.csv", b'name,code\n"' + b"x,y\n" * 20_000)) == "cell-too-long"


def test_every_sentence_has_its_four_parts():
    for wording in (*FILES.values(), *CELLS.values()):
        assert all(wording[part] for part in ("zh", "zh_cure", "en", "en_cure"))
