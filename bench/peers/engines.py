"""The engines that the bit planes are compared with: each answers who meets each standard, on one core."""

import os
from collections.abc import Iterator, Sequence
from functools import reduce
from operator import and_, or_
from pkgutil import resolve_name
from typing import Any, Protocol

import numpy as np

from bench.peers.question import Asked, Flags, Leaf, Question

CHUNK = 10
"""Standards per query of DuckDB, which takes minutes over one query of hundreds."""
FEW = 300
"""Enterprises that a row engine is asked about; its time is multiplied."""


class Engine(Protocol):
    """One way to answer."""

    name: str
    share: int
    """Of how many enterprises it answers one."""

    def met(self) -> Sequence[Flags]:
        """Return per standard who is known to meet it."""


class Polars:
    """Expressions over columns; a value that is not known is null."""

    name, share = "Polars", 1

    def __init__(self, question: Question) -> None:
        os.environ["POLARS_MAX_THREADS"] = "1"
        self.pl: Any = resolve_name("polars")
        self.question = question
        self.frame = self.pl.DataFrame(
            {
                name: self.pl.Series(raw).set(self.pl.Series(~known), None)
                for name, (raw, known) in question.columns.items()
            }
        )

    def met(self) -> Sequence[Flags]:
        asked = [self._asked(one).alias(f"m{place}") for place, one in enumerate(self.question.standards)]
        found = self.frame.lazy().select(asked).collect()
        return [found[f"m{place}"].to_numpy() for place in range(len(asked))]

    def near(self) -> list[int]:
        """Return for every clause of every standard how many miss just it."""
        asked = []
        for place, one in enumerate(self.question.standards):
            fails = [~self._asked(part) for part in one.parts]
            missed = self.pl.sum_horizontal([fail.cast(self.pl.Int8) for fail in fails])
            asked += [((missed == 1) & fail).sum().alias(f"{place}.{number}") for number, fail in enumerate(fails)]
        return [int(found) for found in self.frame.lazy().select(asked).collect().row(0)]

    def _asked(self, asked: Asked) -> Any:
        if isinstance(asked, Leaf):
            within = [self.pl.col(asked.column).is_between(low, high) for low, high in asked.within]
            return reduce(or_, within).fill_null(False)
        parts = [self._asked(part) for part in asked.parts]
        if asked.needed in {1, len(parts)}:
            return reduce(or_ if asked.needed == 1 else and_, parts)
        return self.pl.sum_horizontal([part.cast(self.pl.Int8) for part in parts]) >= asked.needed


class DuckDB:
    """SQL over columns, some standards at a time."""

    name, share = "DuckDB", 1

    def __init__(self, question: Question) -> None:
        self.question = question
        self.base: Any = resolve_name("duckdb").connect()
        self.base.execute("set threads = 1")
        masked = {name: np.ma.masked_array(raw, ~known) for name, (raw, known) in question.columns.items()}
        self.base.register("given", masked)
        self.base.execute("create table unit as select * from given")

    def met(self) -> Sequence[Flags]:
        found: list[Flags] = []
        for first in range(0, len(self.question.standards), CHUNK):
            some = self.question.standards[first : first + CHUNK]
            asked = ", ".join(f"{_sql(one)} as m{place}" for place, one in enumerate(some))
            answer = self.base.execute(f"select {asked} from unit").fetchnumpy()
            found += [np.asarray(answer[f"m{place}"], dtype=bool) for place in range(len(some))]
        return found


def _sql(asked: Asked) -> str:
    if isinstance(asked, Leaf):
        within = " or ".join(f"{asked.column} between {low} and {high}" for low, high in asked.within)
        return f"coalesce({within}, false)"
    parts = [_sql(part) for part in asked.parts]
    if asked.needed in {1, len(parts)}:
        return f"({(' or ' if asked.needed == 1 else ' and ').join(parts)})"
    return f"({' + '.join(f'({part})::tinyint' for part in parts)} >= {asked.needed})"


class OpenFisca:
    """Rules as code: a variable per standard. It knows no unknown, so what is known is a column of its own.

    Whole numbers have 32 bits in it, into which no sum in 分 of a large enterprise goes; they are widened here.
    """

    name, share = "OpenFisca-core", 1
    PERIOD = "2026-01"

    def __init__(self, question: Question) -> None:
        self.question = question
        for module in ("openfisca_core.variables.config", "openfisca_core.variables"):
            kinds = getattr(resolve_name(module), "VALUE_TYPES", {})
            if int in kinds:
                kinds[int]["dtype"] = np.int64
        entities, periods = resolve_name("openfisca_core.entities"), resolve_name("openfisca_core.periods")
        self.unit: Any = entities.Entity("unit", "units", "", "")
        system: Any = resolve_name("openfisca_core.taxbenefitsystems").TaxBenefitSystem([self.unit])
        self.month: Any = periods.DateUnit.MONTH
        for name in question.columns:
            system.add_variable(self._variable(name, int))
            system.add_variable(self._variable(f"{name}_known", bool))
        for place, one in enumerate(question.standards):
            system.add_variable(self._variable(f"m{place}", bool, one))
        self.system = system

    def _variable(self, name: str, kind: type, asked: Asked | None = None) -> type:
        base: Any = resolve_name("openfisca_core.variables").Variable
        said = {"value_type": kind, "entity": self.unit, "definition_period": self.month}
        if asked is not None:
            said["formula"] = lambda unit, period: _numpy(asked, unit, period)  # type: ignore[assignment]
        return type(name, (base,), said)

    def met(self) -> Sequence[Flags]:
        builder: Any = resolve_name("openfisca_core.simulations").SimulationBuilder()
        simulation = builder.build_default_simulation(
            self.system, count=len(next(iter(self.question.columns.values()))[0])
        )
        for name, (raw, known) in self.question.columns.items():
            simulation.set_input(name, self.PERIOD, raw)
            simulation.set_input(f"{name}_known", self.PERIOD, known)
        return [simulation.calculate(f"m{place}", self.PERIOD) for place in range(len(self.question.standards))]


def _numpy(asked: Asked, unit: Any, period: Any) -> Any:
    if isinstance(asked, Leaf):
        number = unit(asked.column, period)
        within = [(number >= low) & (number <= high) for low, high in asked.within]
        return reduce(or_, within) & unit(f"{asked.column}_known", period)
    parts = [_numpy(part, unit, period) for part in asked.parts]
    if asked.needed in {1, len(parts)}:
        return reduce(or_ if asked.needed == 1 else and_, parts)
    return sum(part.astype(np.int8) for part in parts) >= asked.needed


class Zen:
    """An expression per standard, row by row, with a guard before each value that may not be known."""

    name = "zen-engine"

    def __init__(self, question: Question) -> None:
        self.question = question
        self.share = len(next(iter(question.columns.values()))[0]) // FEW
        compile_expression: Any = resolve_name("zen").compile_expression
        self.asked = [compile_expression(_zen(one)) for one in question.standards]
        self.rows = [question.row(place) for place in range(FEW)]

    def met(self) -> Sequence[Flags]:
        return [np.array([one.evaluate(row) for row in self.rows], dtype=bool) for one in self.asked]


def _zen(asked: Asked) -> str:
    if isinstance(asked, Leaf):
        column = asked.column
        within = " or ".join(f"({column} >= {low} and {column} <= {high})" for low, high in asked.within)
        return f"({column} != null and ({within}))"
    parts = [_zen(part) for part in asked.parts]
    if asked.needed in {1, len(parts)}:
        return f"({(' or ' if asked.needed == 1 else ' and ').join(parts)})"
    return f"({' + '.join(f'({part} ? 1 : 0)' for part in parts)} >= {asked.needed})"


ENGINES = (Polars, DuckDB, OpenFisca, Zen)


def installed(question: Question) -> Iterator[Engine]:
    """Yield the engines that can be imported."""
    for engine in ENGINES:
        try:
            yield engine(question)
        except ImportError:
            continue
