"""What an operator gets wrong (`sibao check`): each misconfiguration in a sentence, with what to do about it."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with an installation.

    Args:
        words: what is wrong, Chinese and English.
        remedy: what to do, Chinese and English.
        grave: it has to be cured before people use the product; else it is a warning.
    """

    words: str
    remedy: str
    grave: bool = True


def warning(words: str, remedy: str) -> Finding:
    """Return a finding that may stay."""
    return Finding(words, remedy, grave=False)


def told(findings: Iterable[Finding]) -> list[str]:
    """Return findings as the lines that an operator reads, grave ones first."""
    lines = []
    for one in sorted(findings, key=lambda finding: not finding.grave):
        lines += [f"{'✗' if one.grave else '!'} {one.words}", f"  → {one.remedy}"]
    return lines
