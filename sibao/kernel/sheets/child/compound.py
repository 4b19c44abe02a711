"""The old compound file (OLE) that .xls and .et are kept in: its directory and one stream."""

import struct
from dataclasses import dataclass

from sibao.kernel.sheets.words import Refused

_END = 0xFFFFFFFA
"""Sector numbers from here on are marks, not sectors."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A directory entry: kind 1 is a storage, 2 a stream, 5 the root."""

    name: str
    kind: int
    start: int
    size: int


class CompoundFile:
    """Reads a compound file held in memory.

    Args:
        data: the whole file.

    Raises:
        Refused: the chains inside are broken.
    """

    def __init__(self, data: bytes) -> None:
        try:
            self._data = data
            self._shift = struct.unpack_from("<H", data, 30)[0]
            if self._shift not in (9, 12):
                raise Refused("corrupt")
            self._per_sector = 1 << self._shift
            (directory,) = struct.unpack_from("<I", data, 48)
            self._cutoff, mini = struct.unpack_from("<II", data, 56)
            self._fat = self._table(self._fat_sectors())
            self.entries = self._entries(self._stream(directory))
            self._mini_fat = self._numbers(self._stream(mini))
        except (struct.error, IndexError) as error:
            raise Refused("corrupt") from error

    def _sector(self, number: int) -> bytes:
        start = (number + 1) << self._shift
        sector = self._data[start : start + self._per_sector]
        if not sector:
            raise Refused("corrupt")
        return sector

    def _fat_sectors(self) -> list[int]:
        found = [number for number in struct.unpack_from("<109I", self._data, 76) if number < _END]
        (following,) = struct.unpack_from("<I", self._data, 68)
        seen: set[int] = set()
        while following < _END:
            if following in seen:
                raise Refused("corrupt")
            seen.add(following)
            numbers = self._numbers(self._sector(following))
            found.extend(number for number in numbers[:-1] if number < _END)
            following = numbers[-1]
        return found

    def _table(self, sectors: list[int]) -> tuple[int, ...]:
        return self._numbers(b"".join(self._sector(number) for number in dict.fromkeys(sectors)))

    @staticmethod
    def _numbers(data: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])

    def _chain(self, start: int, table: tuple[int, ...]) -> list[int]:
        chain: list[int] = []
        seen: set[int] = set()
        while start < _END:
            if start in seen or start >= len(table):
                raise Refused("corrupt")
            seen.add(start)
            chain.append(start)
            start = table[start]
        return chain

    def _stream(self, start: int) -> bytes:
        return b"".join(self._sector(number) for number in self._chain(start, self._fat))

    def _entries(self, directory: bytes) -> list[Entry]:
        entries = []
        for offset in range(0, len(directory) - 127, 128):
            length, kind = struct.unpack_from("<HB", directory, offset + 64)
            start, size = struct.unpack_from("<II", directory, offset + 116)
            name = directory[offset : offset + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            if kind:
                entries.append(Entry(name, kind, start, size))
        return entries

    def read(self, *names: str) -> bytes | None:
        """The stream of the first of these names that is there."""
        for entry in self.entries:
            if entry.kind == 2 and entry.name in names:
                return self._content(entry)
        return None

    def _content(self, entry: Entry) -> bytes:
        if entry.size >= self._cutoff:
            return self._stream(entry.start)[: entry.size]
        root = next((each for each in self.entries if each.kind == 5), None)
        if root is None:
            raise Refused("corrupt")
        small = self._stream(root.start)
        chain = self._chain(entry.start, self._mini_fat)
        return b"".join(small[number * 64 : number * 64 + 64] for number in chain)[: entry.size]
