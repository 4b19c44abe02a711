"""A sentence in the product's two languages."""

from typing import NamedTuple


class Words(NamedTuple):
    """What a person reads, in Chinese and in English."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.zh

    def __add__(self, other: object) -> "Words":
        if not isinstance(other, Words):
            return NotImplemented
        return Words(self.zh + other.zh, self.en + other.en)

    @classmethod
    def join(cls, parts: "list[Words]", zh: str, en: str) -> "Words":
        """Parts in a row, with a Chinese and an English separator between them."""
        return cls(zh.join(part.zh for part in parts), en.join(part.en for part in parts))
