"""What is on people's desks on the demo's morning: a fourth batch in publicity with objections, proposals, corrections asked for."""

import zlib
from dataclasses import replace
from datetime import datetime, timedelta

from sibao.config.demo.accounts import acting_as
from sibao.facts import services as correcting
from sibao.facts.inputs import AskCorrection, DeclineCorrection
from sibao.facts.models import CurrentValue
from sibao.kernel.access import Actor, Scope
from sibao.kernel.clock import SHANGHAI
from sibao.kernel.files import Upload
from sibao.whitelist import queries, services
from sibao.whitelist.inputs import (
    AnswerObjection,
    CreateBatch,
    FillBatch,
    PubliciseBatch,
    RecordObjection,
    RecordOutreach,
    RenewProposals,
)

NUMBER = "济四保公示〔2022〕4号"
UNWILLING = 3
"""One in so many of those that meet the standard and are asked to apply says no."""
IN_BATCH = 4
NO = "今年不申报（示例）"
OBJECTIONS = (
    ("张示例", "13800000101", "这家单位的仓库上个月已经退租，货不在这里（示例）"),
    ("李示例", "13800000102", "名单上的法定代表人已经换了，公示的材料是旧的（示例）"),
)
ANSWER = "经现场核查，材料已经更新，仍符合标准（示例）"
KEY, RIGHT = "chain_critical", True
REASON, DECLINED = "省里公布的链上企业名单有我们（示例）", "名单里是同名的另一家（示例）"


def load_living(actor: Actor, now: datetime) -> None:
    """Let some decline to apply, put some that meet the standard out for objections, have units dispute a value, and judge everyone."""
    meeting = sorted(one.unit_id for one in queries.enrolment_units(actor, "meets", now))
    unwilling = meeting[::UNWILLING]
    for unit_id in unwilling:
        given = RecordOutreach(unit_id=unit_id, answer="declined", note=NO)
        services.record_outreach(actor=actor, given=given, now=now)
    _publicise(acting_as("hqoffice", now), [one for one in meeting if one not in unwilling][-IN_BATCH:], now)
    _dispute(actor, now)
    services.renew_proposals(actor=actor, given=RenewProposals(), now=now)


def _publicise(office: Actor, units: list[int], now: datetime) -> None:
    """Somebody objects to two units of a fourth batch, and one of the objections is answered."""
    batch = services.create_batch(actor=office, given=CreateBatch(), now=now)
    services.fill_batch(actor=office, given=FillBatch(batch_id=batch.pk, unit_ids=units), now=now)
    batch.refresh_from_db()
    until = now + timedelta(days=queries.publicity_days(office.zone_id))
    given = PubliciseBatch(batch_id=batch.pk, version=batch.version, number=NUMBER, objection_until=until)
    services.publicise_batch(actor=office, given=given, now=now)
    for unit_id, (name, phone, matter) in zip(units[:2], OBJECTIONS, strict=True):
        said = RecordObjection(batch_id=batch.pk, unit_id=unit_id, name=name, phone=phone, matter=matter)
        made = services.record_objection(actor=office, given=said, now=now)
    answer = AnswerObjection(objection_id=made.pk, version=made.version, outcome="dismiss", answer=ANSWER)
    services.answer_objection(actor=office, given=answer, now=now)


def _dispute(actor: Actor, now: datetime) -> None:
    """Two works say that they are key to a chain; the department has declined one of them."""
    held = CurrentValue.objects.filter(zone_id=actor.zone_id, definition__key=KEY, raw=0).order_by("unit")
    for unit_id in held.values_list("unit", flat=True)[:2]:
        user = replace(
            actor, name="联络员（示例）", position="企业（项目）", scope=Scope(actor.zone_id, unit_id=unit_id)
        )
        asked = AskCorrection(
            unit_id=unit_id,
            key=KEY,
            value=RIGHT,
            observed_on=now.astimezone(SHANGHAI).date(),
            reason=REASON,
            proof=Upload("证明（示例）.png", "image/png", _picture()),
        )
        made = correcting.ask_correction(actor=user, given=asked, now=now)
    declined = DeclineCorrection(correction_id=made.pk, version=made.version, answer=DECLINED)
    correcting.decline_correction(actor=acting_as("gongxin", now), given=declined, now=now)


def _picture(width: int = 320, height: int = 200) -> bytes:
    """A grey picture as PNG."""
    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes((8, 0, 0, 0, 0))
    rows = zlib.compress((b"\0" + b"\xc8" * width) * height)
    chunks = ((b"IHDR", head), (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big") for kind, data in chunks
    )
