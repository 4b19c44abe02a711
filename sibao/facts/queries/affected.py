"""Units of a plane by name, each with the clauses that keep it from meeting a criterion."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sibao.criteria import Criterion, Planes, Words
from sibao.criteria.bits import Plane, unpacked
from sibao.criteria.compiling import Part
from sibao.criteria.sentences import part_words


class Affected(NamedTuple):
    """A unit, and the clauses that say why it does not meet a criterion, or may not."""

    unit_id: int
    clauses: tuple[Words, ...]


class Clauses:
    """Units of planes by name, each with the clauses that keep it from meeting a criterion."""

    def __init__(self, ids: list[int], planes: Planes) -> None:
        self.ids, self.planes = ids, planes

    def of(self, plane: Plane, criterion: Criterion | None, *, known_unmet: bool = False) -> tuple[Affected, ...]:
        """Return the units of a plane with the clauses that they do not meet, or only those known not to be met."""
        clauses = (
            [(part_words(part), self._missed(part, known_unmet)) for part in criterion.clauses] if criterion else []
        )
        return tuple(
            Affected(self.ids[place], tuple(words for words, missed in clauses if missed[place]))
            for place in np.flatnonzero(unpacked(plane, len(self.ids))).tolist()
        )

    def _missed(self, part: Part, known_unmet: bool) -> npt.NDArray[np.bool_]:
        missed = self.planes.no(part) if known_unmet else ~self.planes.yes(part)
        return unpacked(missed, len(self.ids))
