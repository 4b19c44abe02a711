"""The sentences for cells and rows that are not taken (code → Chinese, cure, English, cure)."""


def _say(zh: str, zh_cure: str, en: str, en_cure: str) -> dict[str, str]:
    return {"zh": zh, "zh_cure": zh_cure, "en": en, "en_cure": en_cure}


CELLS: dict[str, dict[str, str]] = {
    "missing": _say("必填项没填", "请填写{field}", "Required, but empty", "Fill in {field_en}"),
    "too-long": _say("超过 {limit} 个字", "请缩短", "Longer than {limit} characters", "Shorten it"),
    "lost-digits": _say(
        "末位已丢失（存成了数字）",
        "把这一列设为“文本”格式，重填 {length} 位",
        "Stored as a number: the last digits are lost",
        "Format the column as text and type all {length} characters again",
    ),
    "lost-zero": _say(
        "应为 {length} 位，可能丢了开头的 0",
        "把这一列设为“文本”格式，重填 {length} 位",
        "Should have {length} digits; leading zeros may be lost",
        "Format the column as text and type all {length} digits again",
    ),
    "wrong-length": _say(
        "应为 {length} 位，现有 {count} 位",
        "请核对后重填",
        "Should have {length} characters, has {count}",
        "Check and type it again",
    ),
    "wrong-characters": _say(
        "含有代码里不会有的字“{odd}”",
        "请核对后重填",
        "Contains “{odd}”, which no such code has",
        "Check and type it again",
    ),
    "wrong-check": _say(
        "校验位不对，可能有一位抄错",
        "请对照证照逐位核对",
        "The check digit is wrong; a character may be mistyped",
        "Compare it with the certificate, character by character",
    ),
    "not-a-number": _say(
        "不是数字，不猜", "只填数字，如 {hint}", "Not a number; no guess is made", "Give digits only, such as {hint}"
    ),
    "scientific": _say(
        "是科学计数，位数已丢失",
        "改为常规数字重填",
        "Scientific notation: digits are lost",
        "Type the plain number again",
    ),
    "grouping": _say(
        "千分位逗号位置不对",
        "去掉逗号重填",
        "The thousands separators are misplaced",
        "Type it without separators",
    ),
    "not-whole": _say("应为整数", "请填整数", "Should be a whole number", "Give a whole number"),
    "wrong-unit": _say("单位“{unit}”不认识", "请换算成{wanted}", "Unknown unit “{unit}”", "Convert it to {wanted}"),
    "too-small": _say("小于下限 {limit}", "请核对数值和单位", "Below {limit}", "Check value and unit"),
    "too-big": _say("大于上限 {limit}", "请核对数值和单位", "Above {limit}", "Check value and unit"),
    "not-a-date": _say("不是日期", "如 2018-03-01", "Not a date", "Such as 2018-03-01"),
    "no-such-month": _say("没有 {month} 月", "如 2018-03-01", "There is no month {month}", "Such as 2018-03-01"),
    "no-such-day": _say("{month} 月没有 {day} 日", "请核对日期", "Month {month} has no day {day}", "Check the date"),
    "month-missing": _say(
        "只有年，没有月", "补全月日，如 {year}-03-01", "Year only", "Add the month, such as {year}-03-01"
    ),
    "month-ambiguous": _say(
        "存成了数字，分不清 1 月还是 10 月",
        "写成 {year}-01-01 或 {year}-10-01",
        "Stored as a number: January or October?",
        "Write {year}-01-01 or {year}-10-01",
    ),
    "short-year": _say("年份只有两位", "写全四位年份", "The year has two digits only", "Write all four digits"),
    "date-order": _say(
        "分不清月和日的先后", "写成 2018-03-01", "Day and month cannot be told apart", "Write 2018-03-01"
    ),
    "not-a-year": _say("不是年份", "如 2021", "Not a year", "Such as 2021"),
    "not-a-phone": _say(
        "不是电话号码",
        "手机 11 位，座机带区号，如 0391-6630000",
        "Not a telephone number",
        "11 digits for a mobile, area code for a landline, such as 0391-6630000",
    ),
    "two-phones": _say("一格里有几个号码", "只留一个号码", "More than one number", "Keep one"),
    "unknown-choice": _say("不在可选项里", "可选：{options}", "Not one of the choices", "Choose from: {options}"),
    "ambiguous-choice": _say(
        "对应几个选项",
        "请写全：{options}",
        "Matches more than one choice",
        "Write one in full: {options}",
    ),
    "not-a-flag": _say("应为“是”或“否”", "填“是”或“否”", "Should be yes or no", "Write 是 or 否"),
    "error-cell": _say(
        "公式出错 {error}", "改好公式，或直接填数值", "The formula gives {error}", "Mend it or type the value"
    ),
    "no-result": _say(
        "公式没有保存结果",
        "用 Excel 打开保存一次，或直接填数值",
        "The formula has no saved result",
        "Open and save it in Excel, or type the value",
    ),
    "duplicate": _say(
        "{field}与第 {rows} 行重复",
        "同一个只留一行",
        "{field_en} repeats row {rows}",
        "Keep one row of the same",
    ),
    "refused": _say("{why}", "{cure}", "{why}", "{cure}"),
}
