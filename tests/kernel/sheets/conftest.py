from pathlib import Path

import pytest

from sibao.kernel.sheets.layout import Choice, Field, Kind, Layout
from tests.kernel.sheets.messy import TOWNS, right_uscc

UNITS = Layout(
    "units",
    "企业名单",
    (
        Field("name", "单位名称", "Name", Kind.TEXT, ("企业名称", "项目名称"), required=True, length=120),
        Field("code", "统一社会信用代码", "USCC", Kind.LONG_CODE, ("统一信用代码", "信用代码"), True, True, length=18, check=right_uscc),
        Field("area", "镇（街道）", "Town", Kind.CHOICE, ("所属镇办", "乡镇"), choices=tuple(Choice(zh, zh, (short,)) for zh, short in TOWNS.items())),
        Field("output", "年产值", "Output", Kind.MONEY, ("产值", "工业总产值"), yearly=True, unit="万元"),
        Field("investment", "固定资产投资", "Investment", Kind.MONEY, ("固投",), unit="万元"),
        Field("turnover", "货运周转量", "Freight turnover", Kind.QUANTITY, ("周转量",), base=("吨公里",), unit="万吨公里"),
        Field("staff", "员工数", "Staff", Kind.INTEGER, ("从业人数", "职工人数"), unit="人", base=("人", "名"), maximum=1_000_000),
        Field("since", "投产日期", "Operating since", Kind.DATE, ("投产时间",)),
        Field("industry", "国标行业", "Industry", Kind.CHOICE, ("行业",), ask=True, choices=(Choice("3212", "铅锌冶炼", ("有色铅锌",)), Choice("3216", "铝冶炼", ("有色铝",)))),
        Field("sector_code", "行业代码", "Sector code", Kind.SHORT_CODE, length=4),
        Field("contact", "负责人", "Contact", Kind.TEXT, ("负责人姓名", "联系人")),
        Field("phone", "联系电话", "Phone", Kind.PHONE, ("负责人电话", "电话")),
        Field("lifeline", "是否保供", "City lifeline", Kind.FLAG, ("保供企业",)),
    ),
)  # fmt: skip


@pytest.fixture(scope="session")
def layout() -> Layout:
    return UNITS


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "名单.xlsx"
