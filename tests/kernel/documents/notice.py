"""A notice of invented units, as the tests need it."""

from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

from pypdf import PdfReader

from sibao.kernel.documents.fonts import document_fonts
from sibao.kernel.documents.notices import NOTICE_TEMPLATE, Column, Listing, Notice, Paragraph
from sibao.kernel.documents.rendering import qr_svg, render

CREATED = datetime(2022, 6, 3, 1, 30, tzinfo=UTC)
BODY = "济源示范区四保企业白名单服务办公室"
NUMBER = "济四保办〔2022〕4号"
CODE = "GQSG-DYAS-E5D3-HP36"
URL = f"http://localhost:8000/zh/verify/{CODE}/"
COLUMNS = (
    Column(title="序号", width=0.6, centred=True),
    Column(title="企业（项目）名称", width=3.4),
    Column(title="所属领域", width=1.1, centred=True),
)


def listing(names: list[str], title: str = "第四批白名单") -> Listing:
    return Listing(
        title=title,
        columns=COLUMNS,
        rows=tuple((str(number), name, "工业企业") for number, name in enumerate(names, start=1)),
    )


def notice(**changes: Any) -> Notice:
    given: dict[str, Any] = {
        "head": BODY,
        "recipients": "各镇（街道），示范区各有关部门",
        "paragraphs": (
            Paragraph(text="一、公布名单", heading=True),
            Paragraph(text="现将第四批“四保”企业（项目）白名单予以公布。"),
        ),
        "attachments": (listing(["济源示例甲机械有限公司"]),),
        "signed_by": BODY,
        "dated": date(2022, 6, 3),
        "copy_to": "示范区管委会",
        "printed_by": "示范区四保办",
    }
    return Notice(**(given | changes))


def pdf_of(given: Notice, *, title: str = "关于公布第四批白名单的通知", number: str = NUMBER) -> bytes:
    check = {"code": CODE, "url": URL, "qr": qr_svg(URL)}
    data = {**given.data(), "title": title, "number": number, "check": check}
    return render(NOTICE_TEMPLATE, data, fonts=document_fonts(), created=CREATED)


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page, without the white space that line breaks leave."""
    return ["".join(page.extract_text().replace("\u200b", "").split()) for page in PdfReader(BytesIO(pdf)).pages]


def text_of(pdf: bytes) -> str:
    return "".join(pages_of(pdf))
