import json
from io import BytesIO

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from sibao.kernel.documents.fonts import document_fonts, load_fonts
from sibao.kernel.documents.notices import Notice
from sibao.kernel.documents.rendering import qr_svg, render
from tests.kernel.documents.notice import BODY, CODE, CREATED, NUMBER, URL, listing, notice, pages_of, pdf_of, text_of

FIRMS = [f"济源示例第{number}号机械有限公司" for number in range(1, 211)]
HOSTILE = [
    '#eval("1+1")',
    '"] #read("/kernel/documents/templates/notice.typ")',
    "\\ \\u{41} \\",
    "$ integral $ *粗* _斜_ `码` <label> @ref // 注 /* 注 */",
    "#{ panic(1) } #let data = 1",
    "]))}; #pagebreak()",
    "<script>alert(1)</script>",
    "=HYPERLINK(1)",
    "{{ 模板 }} {% 标签 %}",
]


def test_number_title_body_signature_date_and_check_code_are_on_paper() -> None:
    text = text_of(pdf_of(notice()))
    for words in (BODY, NUMBER, "关于公布第四批白名单的通知", "予以公布。", "附件：", "2022年6月3日", "印章位置", CODE):
        assert "".join(words.split()) in text


def test_every_row_is_on_paper_and_every_page_of_the_table_repeats_its_head() -> None:
    pages = pages_of(pdf_of(notice(attachments=(listing(FIRMS),))))
    table = pages[1:]
    assert len(table) > 5
    assert all("企业（项目）名称" in page for page in table)
    assert [firm for firm in FIRMS if sum(firm in page for page in table) != 1] == []


def test_every_page_carries_its_number_the_check_code_and_the_address_to_check_it() -> None:
    pages = pages_of(pdf_of(notice(attachments=(listing(FIRMS),))))
    for number, page in enumerate(pages, start=1):
        assert f"—{number}—" in page
        assert CODE in page
        assert URL in page


def test_pages_are_a4_and_the_file_names_its_title_author_and_time() -> None:
    reader = PdfReader(BytesIO(pdf_of(notice())))
    box = reader.pages[0].mediabox
    assert (round(box.width / 72 * 25.4), round(box.height / 72 * 25.4)) == (210, 297)
    assert reader.metadata is not None
    assert reader.metadata.title == "关于公布第四批白名单的通知"
    assert reader.metadata.author == BODY
    assert reader.metadata.creation_date == CREATED


def test_the_file_is_tagged_for_screen_readers_and_embeds_its_only_face() -> None:
    reader = PdfReader(BytesIO(pdf_of(notice())))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"].startswith("zh")
    fonts = reader.pages[0]["/Resources"]["/Font"].values()
    descriptors = [font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in fonts]
    assert descriptors
    assert all("/FontFile3" in descriptor for descriptor in descriptors)


def test_the_same_data_and_time_give_the_same_bytes() -> None:
    assert pdf_of(notice()) == pdf_of(notice())
    assert pdf_of(notice()) != pdf_of(notice(), number="济四保办〔2022〕5号")


def test_only_a_demonstration_is_marked_as_one() -> None:
    pages = pages_of(pdf_of(notice(demo=True, attachments=(listing(FIRMS),))))
    assert all("演示DEMO" in page for page in pages)
    assert any("不盖印章" in page for page in pages)
    assert "演示" not in text_of(pdf_of(notice()))


def test_several_lists_are_numbered_and_each_begins_on_its_own_page() -> None:
    pages = pages_of(pdf_of(notice(attachments=(listing(["甲厂"], "新增名单"), listing(["乙厂"], "调出名单")))))
    assert "附件：1.新增名单2.调出名单" in pages[0]
    assert pages[1].startswith("附件1新增名单")
    assert pages[2].startswith("附件2调出名单")


def test_the_imprint_stands_on_the_last_page() -> None:
    pages = pages_of(pdf_of(notice(attachments=(listing(FIRMS),))))
    assert ["抄送：示范区管委会" in page for page in pages] == [False] * (len(pages) - 1) + [True]


def test_a_notice_without_list_recipients_or_imprint_is_one_page() -> None:
    pages = pages_of(pdf_of(notice(attachments=(), recipients="", copy_to="", printed_by="")))
    assert len(pages) == 1
    assert "附件" not in pages[0]
    assert "抄送" not in pages[0]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_printed_as_it_stands_and_never_obeyed(name: str) -> None:
    given = notice(
        head=name[:30],
        recipients=name,
        signed_by=name,
        copy_to=name,
        printed_by=name,
        attachments=(listing([name], name),),
    )
    text = text_of(pdf_of(given, title=name, number=name))
    assert text.count("".join(document_fonts().printable(name).split())) >= 6


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=80))
def test_no_text_whatever_breaks_the_page(name: str) -> None:
    given = notice(head=name or BODY, signed_by=name, recipients=name, attachments=(listing([name], name),))
    assert pdf_of(given, title=f"{name}通知", number=name).startswith(b"%PDF-1.7")


def test_rare_characters_are_drawn() -> None:
    assert "㛃𠮷䶮堃" in text_of(pdf_of(notice(attachments=(listing(["㛃𠮷䶮堃商贸有限公司"]),))))


def test_a_character_that_the_face_lacks_is_written_as_its_code() -> None:
    assert "笑〔U+1F600〕脸" in text_of(pdf_of(notice(attachments=(listing(["笑😀脸"]),))))


def test_invisible_characters_never_reach_paper() -> None:
    fonts = document_fonts()
    assert fonts.printable("甲\u200b\u202e乙\u0000\ufeff丙\ue000丁\t戊") == "甲乙丙丁 戊"


def test_very_long_names_are_printed_whole() -> None:
    chinese, latin = "很长的名称" * 300, "A1" * 700
    pages = pages_of(pdf_of(notice(attachments=(listing([chinese, latin]),))))
    text = "".join(pages)
    assert text.count("很") == 300
    assert text.count("A") == 700 + text.count("DYAS")


@pytest.mark.parametrize("length", [4, 12, 17, 24, 31, 60])
def test_an_issuing_body_of_any_length_stays_on_its_page(length: int) -> None:
    body = "济源示范区统筹疫情防控和经济发展工作指挥部办公室" * 3
    pages = pages_of(pdf_of(notice(head=body[:length], signed_by=body[:length], attachments=())))
    assert pages[0].startswith(body[:length])


def test_the_qr_code_is_plain_vector_drawing() -> None:
    svg = qr_svg(URL)
    assert svg.startswith("<svg")
    assert "script" not in svg
    assert svg == qr_svg(URL)


@pytest.mark.parametrize(
    "template", ["kernel/documents/templates/none.typ", "../pyproject.toml", "/etc/passwd", "", "kernel"]
)
def test_only_templates_of_the_package_are_rendered(template: str) -> None:
    with pytest.raises(LookupError, match="no such document template"):
        render(template, {}, fonts=document_fonts(), created=CREATED)


def test_missing_data_are_an_error_and_not_a_blank() -> None:
    with pytest.raises(typst.TypstError):
        render("kernel/documents/templates/notice.typ", {"title": "通知"}, fonts=document_fonts(), created=CREATED)


def test_an_unknown_font_family_is_an_error_and_not_another_face() -> None:
    with pytest.raises(LookupError, match="No Such Face"):
        load_fonts([], body=("No Such Face",))


def test_a_row_that_does_not_fit_the_columns_is_refused_in_words() -> None:
    given = json.loads(notice().model_dump_json())
    given["attachments"][0]["rows"][0] = ["1", "甲厂"]
    with pytest.raises(ValueError, match="第 1 行有 2 栏，应为 3 栏"):
        Notice.model_validate(given)
