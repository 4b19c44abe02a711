"""What the sheets say about a file or a cell, in Chinese and English, by code: the only place with these sentences."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from sibao.kernel.sheets.wording_cells import CELLS
from sibao.kernel.sheets.wording_files import FILES

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a cell or row is not taken. Only code and params are stored; the words are made when shown.

    Args:
        code: key into the wording, such as `not-a-number`.
        params: what the sentence names, such as the value or the row.
    """

    code: str
    params: Mapping[str, str] = field(default_factory=dict)

    def text(self, language: Language = "zh") -> str:
        """What is wrong."""
        return CELLS[self.code][language].format_map(self.params)

    def cure(self, language: Language = "zh") -> str:
        """What to do about it."""
        return CELLS[self.code][f"{language}_cure"].format_map(self.params)


class Refused(Exception):
    """A file that is not read, in words.

    Args:
        code: key into the wording, such as `macros`.
        params: what the sentence names.
    """

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        return self.text()

    def text(self, language: Language = "zh") -> str:
        """What is wrong with the file."""
        return FILES[self.code][language].format_map(self.params)

    def cure(self, language: Language = "zh") -> str:
        """What to do about it."""
        return FILES[self.code][f"{language}_cure"].format_map(self.params)

    def said(self, language: Language = "zh") -> str:
        """What is wrong with the file and what to do about it."""
        return f"{self.text(language)}{' ' if language == 'en' else ''}{self.cure(language)}"
