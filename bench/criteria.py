"""All subjects × all criteria: 100,000 enterprises, 500 standards, against plain NumPy columns and the memory itself.

Each shot of "facts loaded" asks a store of its own that was loaded just before the clock started: its columns are narrowed,
nothing was asked of it. The process is as one that serves: it has done all of it once, and holds its memory as they do.
"""

import random
from typing import Any

import numpy as np

from bench.tables import After, Table, compare, within
from sibao.criteria import (
    AsOf,
    Catalogue,
    CodeTree,
    Column,
    Criterion,
    CriterionError,
    Fact,
    Inquiry,
    Kind,
    Planes,
    Reading,
    Store,
    Verdict,
    Words,
    judge,
)  # fmt: skip
from sibao.criteria.tree import data_of

SUBJECTS, CRITERIA, ONE_SUBJECT, PLAIN, SHOTS = 100_000, 500, 200, 20, 9
ONE = 7
NOW = AsOf(27_570_000, 738_309)
DIVISIONS = [f"{number:02}" for number in range(1, 91)]
SIZES = ["large", "middle", "small", "tiny"]
NUMBERS = {"employees": 60_000, "insured": 60_000, "cases": 5, "outlets": 300, "vehicles": 900, "rooms": 2_000}
MONEY = {"sales": 10**11, "credit": 10**9, "loan": 10**11, "cost": 10**8}
RATIOS = {"drop": 10_000, "layoff": 2_000, "load": 10_000}
FLAGS = ["listed", "arrears", "dishonest", "state_rent", "has_plan", "lifeline"]


def catalogue() -> Catalogue:
    """Twenty facts of every kind."""
    same = {key: Words(key, key) for key in [*SIZES, *(f"g{index}" for index in range(20))]}
    codes = CodeTree(
        [(code, "", code) for code in DIVISIONS] + [(f"{c}{n}", c, c) for c in DIVISIONS for n in range(9)]
    )
    return Catalogue(
        [
            *(Fact(key, Kind.NUMBER, Words(key, key), highest=most) for key, most in NUMBERS.items()),
            *(Fact(key, Kind.MONEY, Words(key, key)) for key in MONEY),
            *(Fact(key, Kind.RATIO, Words(key, key)) for key in RATIOS),
            *(Fact(key, Kind.FLAG, Words(key, key)) for key in FLAGS),
            Fact("size", Kind.LABEL, Words("size", "size"), labels={key: same[key] for key in SIZES}),
            Fact("grants", Kind.SET, Words("grants", "grants"), labels={f"g{i}": same[f"g{i}"] for i in range(20)}),
            Fact("industry", Kind.CODE, Words("industry", "industry"), codes=codes),
        ]
    )


def columns(facts: Catalogue) -> dict[str, Column]:
    """Enterprises at random, up to a third of each fact unknown."""
    rng = np.random.default_rng(1)
    made = {}
    for key, fact in facts.facts.items():
        most = {**NUMBERS, **MONEY, **RATIOS}.get(key, fact.reach[1])
        raw = rng.integers(0, most + 1, SUBJECTS)
        known = rng.random(SUBJECTS) >= rng.choice([0, 0.02, 0.1, 0.3])
        made[key] = Column(raw, known, np.full(SUBJECTS, NOW.minutes, np.int64))
    return made


def leaf(rng: random.Random) -> dict[str, Any]:
    """One condition with a threshold as officials choose them, so that standards share some."""
    amounts = {**NUMBERS, **MONEY, **RATIOS}
    key = rng.choice([*amounts, *FLAGS, "size", "size", "grants", "industry", "industry"])
    if key in amounts:
        return {"f": key, "op": rng.choice(["ge", "ge", "le"]), "v": rng.randint(1, 9) * amounts[key] // 10}
    if key in FLAGS:
        return {"f": key, "op": "eq", "v": rng.random() < 0.5}
    if key == "size":
        return {"f": key, "op": "in", "v": sorted(rng.sample(SIZES, rng.randint(1, 3)))}
    if key == "grants":
        return {"f": key, "op": rng.choice(["has", "lacks"]), "v": f"g{rng.randrange(20)}"}
    return {"f": key, "op": "under", "v": sorted(rng.sample(DIVISIONS, rng.randint(1, 5)))}


def clause(rng: random.Random) -> dict[str, Any]:
    """A leaf, or now and then a group."""
    kind = rng.random()
    if kind < 0.12:
        return {"any": [leaf(rng), leaf(rng)]}
    if kind < 0.16:
        return {"atleast": 2, "of": [leaf(rng), leaf(rng), leaf(rng)]}
    return leaf(rng)


def standards(facts: Catalogue) -> list[Criterion]:
    """Standards of three to eight clauses; the few that contradict themselves are drawn again."""
    rng, made = random.Random(2), []
    while len(made) < CRITERIA:
        try:
            made.append(facts.read_data({"all": [clause(rng) for _ in range(rng.randint(3, 8))]}))
        except CriterionError:
            continue
    return made


def plain(data: dict[str, Any], table: dict[str, Column], facts: Catalogue) -> Any:
    """The same criterion over plain columns, for those who are known to meet it."""
    if "f" in data:
        atom = facts.atom(data["f"], data["op"], tuple(data["v"]) if isinstance(data["v"], list) else data["v"])
        column = table[data["f"]]
        number = column.raw >> atom.fact.members.index(atom.aspect) & 1 if atom.aspect else column.raw
        within = [(number >= low) & (number <= high) for low, high in atom.yes]
        return np.logical_or.reduce(within) & column.known
    parts = [plain(part, table, facts) for part in data.get("all") or data.get("any") or data["of"]]
    needed = data.get("atleast", 1 if "any" in data else len(parts))
    return np.add.reduce([part.astype(np.int8) for part in parts]) >= needed


class Task:
    """Enterprises and standards, and what is asked of them."""

    def __init__(self) -> None:
        self.facts = catalogue()
        self.table = columns(self.facts)
        self.criteria = standards(self.facts)
        self.trees = [data_of(criterion.node) for criterion in self.criteria[:PLAIN]]
        known = {key: column for key, column in self.table.items() if column.known[ONE]}
        self.subject = {key: Reading(int(column.raw[ONE]), NOW.minutes) for key, column in known.items()}
        self.met = After(self.loaded, self.meeting)
        self.matrix = After(self.loaded, self.answering)
        self.near = After(self.loaded, self.missing)

    def loaded(self) -> Planes:
        """Columns narrowed to their bounds, nothing asked yet."""
        planes = Planes(Store(self.facts, SUBJECTS, self.table, NOW))
        for fact in self.facts.facts.values():
            for aspect in fact.members if fact.kind is Kind.SET else ("",):
                planes.store.numbered(fact, aspect)
        return planes

    def compare_answers(self) -> None:
        """All ways have to give the same answers before they are timed."""
        planes = self.loaded()
        matrix = planes.matrix(self.criteria)
        if any(matrix.answer(place, ONE) is not verdict.answer for place, verdict in enumerate(self.answered())):
            raise AssertionError("one enterprise is answered differently by itself")
        for met, answer in zip(planes.met(self.criteria[:PLAIN]), self.plainly(), strict=True):
            if not (planes.store.flags(met) == answer).all():
                raise AssertionError("a standard is answered differently by plain columns")

    def plainly(self) -> list[Any]:
        """Some of the standards, column by column."""
        return [plain(data, self.table, self.facts) for data in self.trees]

    def meeting(self, planes: Planes) -> object:
        """Who meets each."""
        return planes.met(self.criteria)

    def answering(self, planes: Planes) -> object:
        """Who meets each, and who is known not to."""
        return planes.matrix(self.criteria)

    def missing(self, planes: Planes) -> int:
        """Who misses but one clause, for every clause."""
        return sum(1 for criterion in self.criteria for _ in planes.near(criterion))

    def answered(self) -> list[Verdict]:
        """One enterprise under many standards: the answer of every clause; its sentence is written when it is shown."""
        inquiry = Inquiry(self.facts, self.subject, NOW)
        return [judge(criterion, inquiry) for criterion in self.criteria[:ONE_SUBJECT]]

    def explained(self) -> int:
        """The same, and the least that would turn each."""
        return sum(len(verdict.remedies) for verdict in self.answered())


def run() -> Table:
    """Weigh the planes against plain columns; the answers are compared first."""
    task = Task()
    task.compare_answers()
    table = compare(
        f"{SUBJECTS:,} enterprises × {CRITERIA} standards",
        [
            (f"{PLAIN} of the standards over plain NumPy columns", task.plainly, None),
            ("columns loaded and narrowed", task.loaded, None),
            ("all met, facts loaded", task.met, 1),
            ("all met, known not, unknown, facts loaded", task.matrix, 1),
            ("near misses of every clause, facts loaded", task.near, 2),
            (f"one enterprise × {ONE_SUBJECT}, every clause answered", task.answered, 1),
            ("the same, and the least that would turn each", task.explained, 1),
        ],
        SHOTS,
        warm=True,
    )
    return within(table, {2: 0.012, 3: 0.025, 4: 0.040, 5: 0.001})
