"""Numbers that pass their check digit: unified social credit codes, citizen numbers, project codes."""

from collections.abc import Iterator
from datetime import date, timedelta
from math import gcd
from random import Random

USCC_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
ORGANISATION_CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
CITIZEN_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CITIZEN_CHECK = "10X98765432"
FIRST_BIRTH = date(1962, 6, 4)
BIRTH_DAYS = (date(2003, 6, 3) - FIRST_BIRTH).days


def organisation_code(stem: str) -> str:
    """Return the nine characters of an organisation code 组织机构代码 whose first eight are `stem` (GB 11714)."""
    values = map(ORGANISATION_CHARACTERS.index, stem)
    check = 11 - sum(value * weight for value, weight in zip(values, ORGANISATION_WEIGHTS, strict=True)) % 11
    return stem + {10: "X", 11: "0"}.get(check, str(check))


def uscc(area: str, stem: str, kind: str = "91") -> str:
    """Return a unified social credit code 统一社会信用代码 (GB 32100) of 18 characters.

    Args:
        area: six digits of the place of registration.
        stem: first eight characters of the organisation code, without I, O, S, V, Z.
        kind: registering authority and kind of body; 91 = enterprise.
    """
    body = kind + area + organisation_code(stem)
    total = sum(USCC_CHARACTERS.index(character) * pow(3, place, 31) for place, character in enumerate(body))
    return body + USCC_CHARACTERS[-total % 31]


def uscc_stems(random: Random) -> Iterator[str]:
    """Yield stems `MA…` of organisation codes without repeating one."""
    seen: set[str] = set()
    while True:
        stem = "MA" + "".join(random.choices(USCC_CHARACTERS, k=6))
        if stem not in seen:
            seen.add(stem)
            yield stem


def project_code(year: int, month: int, area: str, serial: int) -> str:
    """Return a national investment project code 项目代码 such as `2203-419001-04-01-123456`."""
    return f"{year % 100:02d}{month:02d}-{area}-04-01-{serial:06d}"


class CitizenNumbers:
    """All citizen numbers 公民身份号码 (GB 11643) of some areas and adult birth dates, walked in a scattered order.

    Number i is a permutation of area × birth date × serial, so none comes twice and no set is needed. Check sums of
    area, date and serial are added up from tables, which makes two million numbers a matter of seconds.
    """

    def __init__(self, areas: tuple[str, ...], random: Random) -> None:
        self._areas = [(area, _weighted(area, 0)) for area in areas]
        self._days = [_day(FIRST_BIRTH + timedelta(days=number)) for number in range(BIRTH_DAYS)]
        self._serials = [(f"{number:03d}", _weighted(f"{number:03d}", 14), number % 2) for number in range(1, 1000)]
        self.size = len(self._areas) * BIRTH_DAYS * len(self._serials)
        self._offset = random.randrange(self.size)
        self._step = _coprime_near(int(self.size * 0.6180339887), self.size)

    def __getitem__(self, number: int) -> tuple[str, date, bool]:
        """Return number, birth date and whether it is a man's, for 0 ≤ `number` < `size`."""
        if not 0 <= number < self.size:
            raise IndexError(number)
        rest, serial = divmod((self._offset + number * self._step) % self.size, len(self._serials))
        place, day = divmod(rest, BIRTH_DAYS)
        area, area_sum = self._areas[place]
        digits, day_sum, born = self._days[day]
        tail, tail_sum, odd = self._serials[serial]
        return f"{area}{digits}{tail}{CITIZEN_CHECK[(area_sum + day_sum + tail_sum) % 11]}", born, odd == 1


def _weighted(digits: str, start: int) -> int:
    return sum(int(digit) * CITIZEN_WEIGHTS[start + place] for place, digit in enumerate(digits))


def _day(born: date) -> tuple[str, int, date]:
    digits = f"{born:%Y%m%d}"
    return digits, _weighted(digits, 6), born


def _coprime_near(wanted: int, size: int) -> int:
    while gcd(wanted, size) != 1:
        wanted += 1
    return wanted
