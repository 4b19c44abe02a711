"""What happened to what is known."""

from dataclasses import dataclass

from sibao.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class FactsRecorded(Event):
    """Something was said about units."""

    unit_ids: tuple[int, ...]
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionPublished(Event):
    """A version of a criterion is in force; `replaced_id` is the one that was before, if any."""

    criterion_id: int
    use: str
    key: str
    replaced_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionWithdrawn(Event):
    """A version of a criterion that was in force no longer is, and none follows it."""

    criterion_id: int
    use: str
    key: str
