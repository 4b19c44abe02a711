"""What commands on rules are given."""

from typing import Annotated, Any

from pydantic import Field, StringConstraints

from sibao.prevention.inputs.alerts import Reason
from sibao.prevention.inputs.words import Id, Input, Level

LONGEST_LIMIT = 60 * 24 * 30


class DraftRule(Input):
    """起草规则: what the rule is to be from then on; `trees` is level → criterion as `sibao.criteria` reads it."""

    rule_id: Id
    trees: dict[Level, dict[str, Any]]
    severity: Annotated[int, Field(ge=1, le=4)]
    limit_minutes: Annotated[int, Field(ge=1, le=LONGEST_LIMIT)]
    asks: Annotated[str, StringConstraints(max_length=40)] = ""
    document_id: Id | None = None
    article: Annotated[str, StringConstraints(max_length=200, strip_whitespace=True)] = ""
    reason: Reason


class OneRuleDraft(Input):
    """发布规则: a draft, in the version that was seen."""

    draft_id: Id
    version: int


class WithdrawRuleDraft(OneRuleDraft):
    """撤回规则草稿: with why."""

    reason: Reason
