"""What a choice field may be, indexed by every way to write it."""

from collections.abc import Iterable, Mapping

from sibao.kernel.sheets.layout import Choice
from sibao.kernel.sheets.text import compact
from sibao.kernel.sheets.words import Problem

_SHOWN = 8


class Options:
    """Finds a choice by label, key or synonym.

    Args:
        choices: what may be chosen.
        remembered: texts settled earlier → key of the choice.
    """

    def __init__(self, choices: Iterable[Choice], remembered: Mapping[str, str] | None = None) -> None:
        self.choices = tuple(choices)
        self._index: dict[str, list[Choice]] = {}
        for choice in self.choices:
            for text in dict.fromkeys((choice.zh, choice.key, *choice.synonyms)):
                self._index.setdefault(compact(text).lower(), []).append(choice)
        by_key = {choice.key: choice for choice in self.choices}
        for text, key in (remembered or {}).items():
            if key in by_key:
                self._index[compact(text).lower()] = [by_key[key]]

    def find(self, text: str) -> Choice | Problem:
        """The one choice meant by the compacted text, or why there is none."""
        found = self._index.get(text.lower(), [])
        if len(found) == 1:
            return found[0]
        if found:
            return Problem("ambiguous-choice", {"options": _listed(found)})
        near = self.near(text)
        return Problem("unknown-choice", {"options": _listed(near or self.choices)})

    def near(self, text: str) -> tuple[Choice, ...]:
        """Choices that contain the text or are contained in it: candidates to ask about, never taken unasked."""
        text = text.lower()
        found = [options for word, options in self._index.items() if text and (text in word or word in text)]
        return tuple(dict.fromkeys(choice for options in found for choice in options))


def _listed(choices: Iterable[Choice]) -> str:
    labels = list(dict.fromkeys(choice.zh for choice in choices))
    return "、".join(labels[:_SHOWN]) + ("…" if len(labels) > _SHOWN else "")
