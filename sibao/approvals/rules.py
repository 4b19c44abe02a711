"""When opinions are enough."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Stance = Literal["agree", "disagree", "abstain"]
AGREE: Stance = "agree"
DISAGREE: Stance = "disagree"
ABSTAIN: Stance = "abstain"


@dataclass(frozen=True, slots=True)
class Voice:
    """An opinion as it counts: by whom, in whose seat, for which of the bodies asked, and what it says."""

    account_id: int
    holder_id: int
    body: int
    stance: Stance


def outcome(
    voices: Sequence[Voice], *, quorum: int, least: Sequence[int], veto: bool
) -> Literal["", "agree", "disagree"]:
    """Return what opinions lead to, or "" while they lead to nothing (会签结果).

    Args:
        voices: one for each person; a second one of the same person or in the same person's seat counts for nothing.
        quorum: how many have to agree.
        least: for each of the bodies asked, how many of it have to agree; they are numbered from 0.
        veto: whether one who disagrees ends it (一票否决).
    """
    counted = _once_each(voices)
    if veto and any(voice.stance == DISAGREE for voice in counted):
        return "disagree"
    agreed = [voice.body for voice in counted if voice.stance == AGREE]
    enough = len(agreed) >= max(quorum, 1) and all(agreed.count(body) >= needed for body, needed in enumerate(least))
    return "agree" if enough else ""


def _once_each(voices: Sequence[Voice]) -> list[Voice]:
    accounts: set[int] = set()
    holders: set[int] = set()
    counted = []
    for voice in voices:
        if voice.account_id not in accounts and voice.holder_id not in holders:
            accounts.add(voice.account_id)
            holders.add(voice.holder_id)
            counted.append(voice)
    return counted


def consultation_number(prefix: str, year: int, serial: int) -> str:
    """Return a consultation's number, which its decision carries too, such as JY-HQ-2022-0007."""
    return f"{prefix}-HQ-{year}-{serial:04d}"
