"""What a state holds of one fact as one whole number: when it was observed, and below that what it was.

Of two observations the later one is the greater number, and of two at one moment the greater value; so a state is the
maximum of all that was ever observed, in whatever order and however often it comes.
"""

from datetime import datetime

VALUE_BITS = 16
MOST_VALUE = 2**VALUE_BITS - 1
MS_OF_MINUTE = 60_000


def milliseconds(at: datetime) -> int:
    """Return a moment as milliseconds since 1970."""
    return int(at.timestamp() * 1_000)


def pack(at: datetime, value: int) -> int:
    """Return an observation as one number.

    Raises:
        ValueError: the value is below 0 or takes more than 16 bits.
    """
    if not 0 <= value <= MOST_VALUE:
        raise ValueError(f"{value} does not fit in {VALUE_BITS} bits")
    return milliseconds(at) << VALUE_BITS | value


def unpack(packed: int) -> tuple[int, int]:
    """Return the minute since 1970 of an observation, and what was observed."""
    return (packed >> VALUE_BITS) // MS_OF_MINUTE, packed & MOST_VALUE
