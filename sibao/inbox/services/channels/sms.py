"""SMS by the adapter that `SIBAO_SMS` names; without one, files in the home."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from sibao.inbox.services.channels.letter import Letter, Way

FILES = "sibao.inbox.services.channels.sms.Files"


class Adapter(Protocol):
    """What a provider's adapter offers; it is made once, without arguments, and reads its own environment."""

    def send(self, phone: str, text: str, reference: str) -> None:
        """Hand one SMS over.

        Raises:
            NoAnswer: surely not sent, may be another time.
            Refused: surely not sent, never will be.
        """


class Files:
    """Writes each SMS into a file of the home instead of sending it; the number stays out of the file's name."""

    def __init__(self) -> None:
        self._folder: Path = settings.SIBAO_HOME / "sms"

    def send(self, phone: str, text: str, reference: str) -> None:
        self._folder.mkdir(mode=0o700, exist_ok=True)
        written = json.dumps({"to": phone, "text": text, "reference": reference}, ensure_ascii=False)
        file = self._folder / f"{reference}.json"
        file.touch(mode=0o600)
        file.write_text(written, encoding="utf-8")


class Sms(Way):
    """SMS cost money and know no repeat: an attempt of unknown outcome waits for a person."""

    def is_open(self) -> bool:
        return True

    @contextmanager
    def opened(self, letter: Letter) -> Iterator[Callable[[], None]]:
        adapter: Adapter = import_string(settings.SMS_ADAPTER)()
        yield lambda: adapter.send(letter.to, letter.text, letter.reference)
