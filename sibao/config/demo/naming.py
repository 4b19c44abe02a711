"""Names that look right and belong to nobody: units, persons, addresses, phones."""

from random import Random

from sibao.config.demo.sources import SectorPlan, Trade, words

COMPANY_FORMS = (("有限公司", 80), ("股份有限公司", 12), ("集团有限公司", 4), ("有限责任公司", 4))
PROJECT_FORMS = (("项目", 70), ("项目（一期）", 18), ("工程", 12))


def short_place(name: str) -> str:
    """Return a place's name without its kind: 轵城镇 → 轵城, 济源市 → 济源."""
    for tail in ("产城融合示范区", "产业集聚区", "街道", "镇", "乡", "市", "县", "区"):
        if name.endswith(tail) and len(name) - len(tail) >= 2:
            return name.removesuffix(tail)
    return name


def is_denied(name: str) -> bool:
    """Return whether the name holds a stem that a real firm of the region bears."""
    return any(stem in name for stem in words()["deny"])


class UnitNames:
    """Gives names and never the same twice."""

    def __init__(self, random: Random, taken: tuple[str, ...] = ()) -> None:
        self._random = random
        self._taken = set(taken)

    def name(self, trade: Trade, plan: SectorPlan, city: str, town: str) -> tuple[str, str]:
        """Return full and short name of a unit of this trade, in a town of a city."""
        while True:
            full, short = self._compose(trade, plan, city, town)
            if full not in self._taken and not is_denied(full):
                self._taken.add(full)
                return full, short

    def _compose(self, trade: Trade, plan: SectorPlan, city: str, town: str) -> tuple[str, str]:
        random, mark = self._random, words()["mark"]
        tail = random.choice(trade.tails)
        stem = self._stem() + tail
        if plan.prefix == "project":
            place = town if random.random() < 0.6 else city
            return f"{place}{stem}{_weighted(random, PROJECT_FORMS)}{mark}", stem
        if plan.prefix == "place" and tail.endswith(("景区", "公园", "农庄", "观光")):
            return f"{short_place(town)}{stem}{mark}", stem
        place = random.choices((city, short_place(town), f"{city}市", "河南"), (58, 24, 10, 8))[0]
        return f"{place}{stem}{_weighted(random, COMPANY_FORMS)}{mark}", stem

    def _stem(self) -> str:
        head = self._random.choice(words()["heads"])
        if self._random.random() < 0.55:
            return str(head)
        return f"{head[:2]}{self._random.choice(words()['seconds'])}"


def address(random: Random, place: str) -> str:
    """Return an address on an invented road."""
    return f"{place}{random.choice(words()['roads'])}{random.randrange(1, 399)}号"


def phone(random: Random) -> str:
    """Return a phone number out of the demo's range 1380000xxxx."""
    return f"1380000{random.randrange(10_000):04d}"


class PersonNames:
    """Names of persons, drawn from one number so that two million take seconds."""

    def __init__(self) -> None:
        surnames: list[str] = words()["surnames"]
        weighted = [(surname, max(1, 160 // (place + 2))) for place, surname in enumerate(surnames)]
        self._surnames = [surname for surname, weight in weighted for _ in range(weight)]
        self._given: dict[bool, list[str]] = {True: words()["given_male"], False: words()["given_female"]}

    def __call__(self, number: int, *, male: bool) -> str:
        """Return the name that a large random number stands for."""
        rest, surname = divmod(number, len(self._surnames))
        given = self._given[male]
        return self._surnames[surname] + given[rest % len(given)]


def _weighted(random: Random, forms: tuple[tuple[str, int], ...]) -> str:
    return random.choices([form for form, _ in forms], [weight for _, weight in forms])[0]
