"""What commands on checks are given."""

from typing import Literal

from sibao.guidance.inputs.words import Day, Input, Key, Note, Posture


class OpenCheck(Input):
    """开始检查: of a unit, by its sector's guide in one state."""

    unit_id: Key
    posture: Posture


class AnswerItem(Input):
    """作答: met, not met, or not applicable with the reason; `good_until` is the last day that a paper itself is good."""

    answer_id: Key
    said: Literal["met", "unmet", "na"]
    note: Note = ""
    good_until: Day | None = None


class SubmitCheck(Input):
    """提交, in the version that was seen."""

    check_id: Key
    version: int
