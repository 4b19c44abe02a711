"""The product's clock, set to a day of the test's choice."""

from collections.abc import Iterator
from datetime import datetime

import pytest

from sibao.kernel import clock


class Standing:
    """The product's clock as tests set it."""

    def on(self, year: int, month: int, day: int, *, hour: int = 9) -> None:
        """Let the product's time run on from an hour in Shanghai."""
        clock.set_to(datetime(year, month, day, hour, tzinfo=clock.SHANGHAI))


@pytest.fixture
def standing(db: None) -> Iterator[Standing]:
    """A clock that the test sets; real time returns with the roll-back."""
    yield Standing()
    clock.forget()
