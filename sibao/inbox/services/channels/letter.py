"""What leaves the house, and what the ways out have in common."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass


class NoAnswer(Exception):
    """It was surely not handed over, and may be another time; the words are for whoever looks after deliveries."""


class Unreachable(NoAnswer):
    """The other side does not answer at all: nothing else by this way needs to be tried just now."""


class Refused(Exception):
    """It was surely not handed over, and trying again is in vain."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One delivery in words: what it is about, never what it says.

    Args:
        to: the address of the channel.
        label: the kind of message, in the reader's language.
        text: one sentence with the link.
        link: where the message is read, behind sign-in.
        reference: the same over all attempts.
    """

    to: str
    label: str
    text: str
    link: str
    reference: str
    kind: str
    urgent: bool


class Way(ABC):
    """One way out.

    Args:
        repeats: whether the other side knows a repeat by its reference, so that an attempt of unknown outcome may be
            made again.
    """

    repeats: bool = False

    @abstractmethod
    def is_open(self) -> bool:
        """Return whether this installation has it."""

    @abstractmethod
    def opened(self, letter: Letter) -> AbstractContextManager[Callable[[], None]]:
        """Connect, and give what hands the letter over; whatever that raises beside these two leaves its fate unknown.

        Raises:
            NoAnswer: now not.
            Refused: never.
        """
