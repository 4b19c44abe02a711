"""What a look at the raw file finds and calamine does not tell: formulas, missing results, errors, hidden sheets."""

from dataclasses import dataclass, field

from sibao.kernel.sheets.grid import Position


@dataclass(slots=True)
class Marks:
    """Findings about one sheet, positions from 1."""

    formulas: set[Position] = field(default_factory=set)
    uncached: set[Position] = field(default_factory=set)
    errors: dict[Position, str] = field(default_factory=dict)
