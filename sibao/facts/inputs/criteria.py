"""Inputs of commands about criteria and verdicts."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, StringConstraints

from sibao.criteria.operators import LONGEST_AGE_H
from sibao.facts import rules
from sibao.facts.inputs.values import CiteRow, FactKey, Input, Key
from sibao.kernel.sheets.text import tidy

Use = Annotated[str, StringConstraints(pattern="^[a-z][a-z_]{0,29}$")]
OwnKey = Annotated[str, StringConstraints(pattern="^[a-z0-9][a-z0-9_-]{0,59}$")]
Title = Annotated[str, StringConstraints(min_length=2, max_length=80), AfterValidator(tidy)]
TitleEn = Annotated[str, StringConstraints(max_length=120), AfterValidator(tidy)]
Article = Annotated[str, StringConstraints(max_length=200), AfterValidator(tidy)]
Reason = Annotated[str, StringConstraints(min_length=2, max_length=200), AfterValidator(tidy)]
MOST_EXAMPLES = 20


def _kept_as_text(facts: dict[str, Any]) -> dict[str, Any]:
    rules.written(facts)
    return facts


OldestAge = Annotated[int, Field(ge=0, le=LONGEST_AGE_H)]


class Example(Input):
    """One example case 示例: values of facts as criteria write them, and the answer that is expected of them.

    `ages` say how many hours old a value is, so that conditions on age and values too old to count can be tried; a value
    without one is of the moment itself.
    """

    name: Annotated[str, StringConstraints(min_length=1, max_length=60), AfterValidator(tidy)]
    facts: Annotated[dict[FactKey, Any], Field(max_length=100), AfterValidator(_kept_as_text)]
    ages: Annotated[dict[FactKey, OldestAge], Field(max_length=100)] = {}
    expected: Literal["yes", "no", "unknown"]


class CriterionContent(Input):
    """What a version of a criterion says; `tree` is read with the caps of `sibao.criteria`."""

    title: Title
    title_en: TitleEn = ""
    tree: dict[str, Any]
    examples: Annotated[tuple[Example, ...], Field(max_length=MOST_EXAMPLES)] = ()
    document_id: Key | None = None
    article: Article = ""
    confirmed: bool = False
    grace_days: Annotated[int, Field(ge=0, le=365)] = 30


class DraftCriterion(Input):
    """起草条件: the next version of a key."""

    use: Use
    key: OwnKey
    content: CriterionContent


class EditCriterion(Input):
    """修改条件草稿."""

    criterion_id: Key
    version: int
    content: CriterionContent


class PublishCriterion(Input):
    """发布条件: the draft as it stands in this version."""

    criterion_id: Key
    version: int


class WithdrawCriterion(Input):
    """撤回条件."""

    criterion_id: Key
    version: int
    reason: Reason


class CriterionRow(Input):
    """One criterion of a pack: the first version of its key, where there is none yet."""

    use: Use
    key: OwnKey
    zh: Title
    en: TitleEn
    tree: dict[str, Any]
    examples: tuple[Example, ...]
    cite: CiteRow | None = None
    confirmed: bool = False


class CriteriaPack(Input):
    """A pack's example criteria."""

    criteria: Annotated[tuple[CriterionRow, ...], Field(max_length=500)] = ()


class RecordVerdict(Input):
    """留存判定: judge a unit by the criterion in force for a use and key, and keep what was read.

    Args:
        as_of: the moment that is asked about; None = now.
    """

    unit_id: Key
    use: Use
    key: OwnKey
    as_of: datetime | None = None


class KeepVerdicts(Input):
    """留存一批判定: judge units by the criterion in force now, and keep what was read of each."""

    unit_ids: Annotated[list[Key], Field(max_length=50_000)]
    use: Use
    key: OwnKey
