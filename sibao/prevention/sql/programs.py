"""The statements that a zone's catalogue of signals and rules turns into, written once for each catalogue.

Whatever stands in them comes from the catalogue as a checked identifier or a whole number.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sibao.criteria import Catalogue, Criterion, Fact, no_sql, yes_sql
from sibao.prevention.models.catalogue import SLOTS
from sibao.prevention.rules.dues import turning_ages
from sibao.prevention.rules.packed import MOST_VALUE, MS_OF_MINUTE, VALUE_BITS

COLUMNS = tuple(f"p{slot}" for slot in range(1, SLOTS + 1))

TOUCHED = """touched t
        join prevention_subjectstate s on s.zone_id = %(zone)s and s.subject = t.subject and s.subject_id = t.subject_id
        where t.subject = %(subject)s"""


@dataclass(frozen=True, slots=True)
class Setting:
    """A signal of kind `kind` sets a slot of its subject: with its own value, or with `value` where it is one of `when`."""

    subject: int
    kind: int
    slot: int
    when: tuple[int, ...] = ()
    value: int | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of one subject: its bit, and level → criterion; 0 is the level of all that are not named.

    Where one of the bits `under` fires for a subject, that rule applies and this one does not (R38).
    One that is retired has no criterion: it is known not to hold for anybody.
    """

    id: int
    bit: int
    severity: int
    criteria: Mapping[int, Criterion]
    under: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Counted:
    """A slot of a site that tells for how many of its people, in hundredths of a per cent, the rule of a bit fires."""

    slot: int
    bit: int


@dataclass(frozen=True, slots=True)
class SubjectProgram:
    """How signals of subjects of one sort are folded, and how the subjects are judged.

    `seen` is, for each column that signals tell, what it is by all of some signals.
    """

    number: int
    seen: Mapping[str, str]
    fold: str
    judge: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Program:
    """All statements of a zone; `origins` are the slots of people that others than signals tell."""

    subjects: Mapping[int, SubjectProgram]
    counted: tuple[Counted, ...] = field(default=())
    origins: Mapping[str, int] = field(default_factory=dict)

    @property
    def count_columns(self) -> str:
        """How the slots of a site follow from its counts."""
        return ", ".join(
            f"p{one.slot} = %(ms)s << {VALUE_BITS} | coalesce("
            f"(select {_share(one.bit)} from prevention_sitecount everybody where everybody.zone_id = s.zone_id"
            f" and everybody.site_id = s.subject_id and everybody.bit = -1 and everybody.number > 0), 0)"
            for one in self.counted
        )


def program_of(
    settings: Sequence[Setting],
    facts: Mapping[int, tuple[Catalogue, Mapping[str, int]]],
    rules: Mapping[int, Sequence[Rule]],
    counted: Iterable[Counted],
    origins: Mapping[str, int],
) -> Program:
    """Write the statements.

    Args:
        settings: what signals set.
        facts: subject → its catalogue, and fact → slot.
        rules: subject → its rules.
        counted: which slots of a site are counts.
        origins: what else tells a slot of a person.
    """
    subjects = {
        number: SubjectProgram(
            number,
            seen,
            _fold(seen),
            _judge(catalogue, slots, rules.get(number, ())),
            tuple(rules.get(number, ())),
        )
        for number, (catalogue, slots) in facts.items()
        for seen in (_seen(setting for setting in settings if setting.subject == number),)
    }
    return Program(subjects, tuple(counted), dict(origins))


def _seen(settings: Iterable[Setting]) -> dict[str, str]:
    of_slot: dict[int, list[Setting]] = {}
    for setting in settings:
        of_slot.setdefault(setting.slot, []).append(setting)
    return {f"p{slot}": f"max(case {' '.join(map(_when, several))} end)" for slot, several in of_slot.items()}


def _fold(seen: Mapping[str, str]) -> str:
    if not seen:
        return ""
    columns = ", ".join(f"{what} as {name}" for name, what in seen.items())
    newer = ", ".join(f"{name} = greatest(s.{name}, seen.{name})" for name in seen)
    differs = " or ".join(f"seen.{name} > coalesce(s.{name}, -1)" for name in seen)
    return f"""
      with seen as (select subject_id, {columns} from fresh where subject = %(subject)s group by subject_id)
      update prevention_subjectstate s set {newer} from seen
      where s.zone_id = %(zone)s and s.subject = %(subject)s and s.subject_id = seen.subject_id and ({differs})
    """


def _when(setting: Setting) -> str:
    given = f" and value in ({', '.join(map(str, setting.when))})" if setting.when else ""
    value = "value" if setting.value is None else str(setting.value)
    return f"when kind = {setting.kind}{given} then ms << {VALUE_BITS} | {value}"


def judging(catalogue: Catalogue, slots: Mapping[str, int], rules: Sequence[Rule], rows: str) -> str:
    """Return the query that judges states by all rules of their subject: subject, subject_id, yes, no, due.

    It takes zone, subject and minutes.

    Args:
        rows: which states, as `s`, as they stand after "from": `TOUCHED`, or what `all_of` gives.
    """
    read = [key for key in slots if any(key in one.facts for rule in rules for one in rule.criteria.values())]
    columns = "".join(f", {_value(catalogue.facts[key], slots[key])}, {_minute(key, slots[key])}" for key in read)
    living = [rule for rule in rules if rule.criteria]
    yes = " | ".join(_bit(rule, "yes") for rule in living) or "0::bigint"
    no = " | ".join(
        [f"{sum(1 << rule.bit for rule in rules if not rule.criteria)}::bigint", *(_bit(rule, "no") for rule in living)]
    )
    return f"""
      select subject, subject_id, yes & ~({_outranked(living)}) as yes, no | ({_outranked(living)}) as no, due
      from (
        select subject, subject_id, {yes} as yes, {no} as no, {_due(rules)} as due
        from (select s.subject, s.subject_id, s.level{columns} from {rows}) known
      ) answered
    """


def all_of(table: str) -> str:
    """Return all states of a subject in a table of states, for `judging`."""
    return f"{table} s where s.zone_id = %(zone)s and s.subject = %(subject)s"


def _judge(catalogue: Catalogue, slots: Mapping[str, int], rules: Sequence[Rule]) -> str:
    return f"insert into judged (subject, subject_id, yes, no, due) {judging(catalogue, slots, rules, TOUCHED)}"


def _value(fact: Fact, slot: int) -> str:
    return f"(s.p{slot} & {MOST_VALUE}) as {fact.key}"


def _minute(key: str, slot: int) -> str:
    return f"(s.p{slot} >> {VALUE_BITS}) / {MS_OF_MINUTE} as {key}_at"


def _bit(rule: Rule, answer: str) -> str:
    write = yes_sql if answer == "yes" else no_sql
    others = "".join(f" when {level} then {write(one)}" for level, one in rule.criteria.items() if level)
    usual = write(rule.criteria[0])
    return f"((case{f' level{others}' if others else ' when true then ' + usual} else {usual} end)::int::bigint << {rule.bit})"


def _outranked(rules: Iterable[Rule]) -> str:
    """The bits of rules that do not apply because another of their matter does."""
    pairs = [(over, rule.bit) for rule in rules for over in rule.under]
    return " | ".join(f"((yes >> {over}) & 1) << {bit}" for over, bit in pairs) or "0::bigint"


def _due(rules: Sequence[Rule]) -> str:
    ages = turning_ages(criterion for rule in rules for criterion in rule.criteria.values())
    turns = [
        f"case when {key}_at + {age} > %(minutes)s then {key}_at + {age} end"
        for key, several in sorted(ages.items())
        for age in sorted(several)
    ]
    return f"least({', '.join(turns)})" if turns else "null::bigint"


def _share(bit: int) -> str:
    return (
        f"(coalesce((select fires.number from prevention_sitecount fires where fires.zone_id = s.zone_id"
        f" and fires.site_id = s.subject_id and fires.bit = {bit}), 0) * 10000 / everybody.number)"
    )
