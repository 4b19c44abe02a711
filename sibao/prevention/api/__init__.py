"""Signals by API: one delivery a request, a JSON object a line, packed by gzip or not."""

import zlib

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema, Status

from sibao.kernel.api import answers, asker
from sibao.kernel.doors import May
from sibao.kernel.refusals import Invalid, TooLarge
from sibao.kernel.web.limits import limit
from sibao.prevention import services
from sibao.prevention.inputs import MOST_LINES, DeliverSignals

router = Router(tags=["signals"])
MOST_UNPACKED = 16_000_000


class Delivered(Schema):
    """Which source's delivery; the same key twice is the same delivery."""

    source: str
    key: str


class LineOut(Schema):
    """What became of a line: `taken`, `repeated`, or why it was not taken and which field is to blame."""

    line: int
    result: str
    field: str = ""


class ReceiptOut(Schema):
    """What became of a delivery 回执; `again` = it had been received before, and nothing was done."""

    delivery_id: int
    taken: int
    repeated: int
    rejected: int
    again: bool
    lines: list[LineOut]


@router.post("/signals", response=answers(ReceiptOut, status=201, writes=True), auth=May("prevention:signal:deliver"))
def deliver(request: HttpRequest, given: Query[Delivered]) -> Status[object]:
    """Take a delivery: each line is an object with `id`, `kind`, `at`, its subject and what the kind of signal knows."""
    limit(request, "signals")
    wanted = DeliverSignals.model_validate({**given.dict(), "lines": _lines(request)})
    return Status(201, services.deliver_signals(actor=asker(request), given=wanted))


def _lines(request: HttpRequest) -> tuple[bytes, ...]:
    body = request.body
    if request.headers.get("Content-Encoding", "").lower() == "gzip":
        body = _unpacked(body)
    lines = tuple(line for line in body.split(b"\n") if line.strip())
    if len(lines) > MOST_LINES:
        raise TooLarge(_("一次最多上报 %(most)s 行，请分几次") % {"most": f"{MOST_LINES:,}"})
    return lines


def _unpacked(body: bytes) -> bytes:
    unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        unpacked = unpacker.decompress(body, MOST_UNPACKED)
    except zlib.error as error:
        raise Invalid(_("内容不是 gzip 压缩的")) from error
    if unpacker.unconsumed_tail:
        raise TooLarge(_("解压后过大，请分几次上报"))
    return unpacked
