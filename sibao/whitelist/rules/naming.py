"""Names and numbers as they are said and printed."""

_DIGITS = "零一二三四五六七八九"


def chinese_number(number: int) -> str:
    """Return a number below 100 in Chinese, larger ones in digits: 4 → 四, 12 → 十二, 30 → 三十."""
    if number >= 100:
        return str(number)
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else _DIGITS[tens] + "十")
    return head + (_DIGITS[ones] if ones or not tens else "")


def batch_name(number: int) -> str:
    """Return a batch's name as people say it: 第四批."""
    return f"第{chinese_number(number)}批"


def list_number(prefix: str, number: int | None) -> str:
    """Return a list number as it is printed: JY-0001; empty before a unit is listed."""
    return "" if number is None else f"{prefix}-{number:04d}"
