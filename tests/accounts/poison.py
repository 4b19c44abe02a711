"""Hostile text in everything that strangers can write: plain columns, sealed ones, and what lies inside JSON."""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import count
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import Model

from sibao.accounts.models import Account
from sibao.audit.models import AuditLine
from sibao.directory.models import Contact
from sibao.facts.models import CriterionVersion, FactDefinition, FactValue
from sibao.inbox.models import Reception
from sibao.kernel import clock
from sibao.kernel.access import acting
from sibao.kernel.models import ImportRun
from sibao.kernel.secrets import keyed_hash, seal
from sibao.whitelist.models import Batch
from tests import consulted, world
from tests.accounts.small_world import Small
from tests.architecture.source import CONTEXTS
from tests.kernel.imports.steps import upload
from tests.kernel.sheets import workbooks
from tests.listing import PUBLISH, publication

FORMS = (
    "javascript:a({n})//\"'`}}]\" onmouseover=q{n}q ' onclick=b <script>c()</script>",
    "\"'` onmouseover=q{n}q <i/onclick=x>",
    "q{n}q\"'><i/onclick=x>",
    "\"'><i/onclick=x>",
    "\"onclick=x '",
)
"""What breaks out of an attribute, an element, an address, a script and a piece of JSON; the shorter ones where less fits."""
MARK = re.compile(r"q(\d+)q")
STRUCTURE = {
    "path", "area_path", "code", "prefix", "username", "list_prefix", "plate_prefix", "sha256", "request_id", "password",
    "language", "format", "email", "industry_code", "name_pinyin", "name_initials", "state", "kind", "key", "topic",
    "industry", "section", "parent_code",
}  # fmt: skip
"""Columns that hold what the product itself writes and reads back; others are known by holding plain names only."""
PLAIN_NAME = re.compile(r"[a-z][a-z0-9_:./-]*")
OPAQUE = {"sealed_given", "sealed_at", "sealed"}
"""Sealed things that are no text: a command's input, a file; an import's sealed values come from a workbook here."""
FEW = 40
ASKED = 9001
"""The number of what somebody asks others to agree to, which nobody may rewrite afterwards."""


def text(number: int, room: int | None = None) -> str:
    """The most hostile text that fits into so many characters, or nothing; it carries a number to know it again."""
    made = (form.format(n=number) for form in FORMS)
    return next((one for one in made if room is None or len(one) <= room), "")


def furnish(small: Small, folder: Path) -> None:
    """Rows of the kinds that the small world lacks: a read workbook, a contact, a value with a note, details of a line."""
    zone, unit, clerk = small.zone, small.units[0], small.actors["clerk_industry"]
    with acting(clerk):
        ImportRun.objects.filter(account_id=clerk.account_id).delete()
        headings = (*workbooks.HEADINGS, "联系人", "联系电话", "说明" + text(0))
        line = ("恶意" + text(0), "", "轵城" + text(0), text(0), text(0), text(0), "13800000012", text(0))
        right = ("好的（示例）", world.uscc(901), "轵城", 12, "2009-10-01", text(0, 40), "13800000012", text(0))
        upload(
            clerk, workbooks.xlsx(folder / "名单.xlsx", line, right, headings=headings).read_bytes(), text(0) + ".xlsx"
        )
    with acting(world.cli(zone)):
        now, known = clock.now(), {"zone": zone, "unit": unit}
        sealed = {
            "name_sealed": seal("某"),
            "phone_sealed": seal("某"),
            "phone_hash": keyed_hash("某", purpose="phone"),
        }
        Contact.objects.create(duty="main", updated_at=now, **known, **sealed)
        fact = FactDefinition.objects.get(zone=zone, key="lodging_places")
        said = {"raw": 1, "observed_at": now, "recorded_at": now, "recorded_by": 1, "note": "某"}
        FactValue.objects.create(definition=fact, **known, **said)
        for actor in small.actors.values():
            account = Account.objects.get(pk=actor.account_id)
            Reception.objects.create(zone=zone, account=account, sealed_phone=seal("某"), sealed_robot=seal("某"))
        criterion = CriterionVersion.objects.get(zone=zone, use="standard", key="industry", state="published")
        CriterionVersion.objects.filter(state="draft").update(examples=criterion.examples)
        batch = Batch.objects.filter(state="publicised").latest("pk")
        consulted.ask(small.actors["hq_office_clerk"], PUBLISH, publication(batch, text(ASKED, 60)))
        found = AuditLine.objects.filter(zone_id=zone.pk).latest("pk")
        found.pk, found.details = None, {"说明": "某", "从前": ["某"]}
        found.save(force_insert=True)


def poison() -> dict[str, int]:
    """Write hostile text into every column that holds somebody's words; return which were reached, with their numbers."""
    numbers, done = count(1), {"approvals.Consultation.words": ASKED}
    for model, field in _columns():
        number, name = next(numbers), f"{model._meta.label}.{field.name}"
        if _written(model, field, number):
            done[name] = number
    return done


def _columns() -> Iterator[tuple[type[Model], Any]]:
    for model in apps.get_models():
        if model._meta.app_label not in CONTEXTS or hasattr(model, "pgh_tracked_model") or not model._meta.managed:
            continue
        for field in model._meta.concrete_fields:
            if field.choices or field.unique or field.name in STRUCTURE | OPAQUE:
                continue
            text = isinstance(field, models.CharField | models.TextField) and not _names_only(model, field)
            if text or isinstance(field, models.JSONField) or "sealed" in field.name:
                yield model, field


def _names_only(model: type[Model], field: Any) -> bool:
    """Whether a column holds names of the product's own parts, such as states, and nobody's words."""
    found = [one for one in model._base_manager.values_list(field.name, flat=True).distinct()[:FEW] if one]
    return bool(found) and not field.name.endswith("_en") and all(PLAIN_NAME.fullmatch(one) for one in found)


def _written(model: type[Model], field: Any, number: int) -> bool:
    """Whether any row took it: all at once, or one by one, or, where nothing may be rewritten, a further one."""
    rows = model._base_manager.order_by("-pk")
    if not isinstance(field, models.JSONField) and _tried(
        lambda: rows.update(**{field.name: _value(field, "", number)})
    ):
        return True
    few = list(rows[:FEW])
    changed = [_tried(lambda row=row: _rewrite(model, field, row, number)) for row in few]
    return any(changed) or (bool(few) and _tried(lambda: _add(field, few[0], number)))


def _rewrite(model: type[Model], field: Any, row: Model, number: int) -> int:
    old = getattr(row, field.name)
    new = _value(field, old, number)
    return 0 if new == old else model._base_manager.filter(pk=row.pk).update(**{field.name: new})


def _add(field: Any, row: Any, number: int) -> int:
    old = getattr(row, field.name)
    row.pk, new = None, _value(field, old, number)
    setattr(row, field.name, new)
    row.save(force_insert=True)
    return int(new != old)


def _tried(step: Any) -> bool:
    try:
        with transaction.atomic():
            return bool(step())
    except Exception:  # noqa: BLE001 - a table that is only added to, or a rule of the database: not poisoned
        return False


def _value(field: Any, old: Any, number: int) -> Any:
    if isinstance(field, models.BinaryField):
        return seal(text(number))
    if isinstance(field, models.JSONField):
        return _inside(old, number)
    return text(number, field.max_length)


def _inside(value: Any, number: int) -> Any:
    """What was written in words, anywhere inside; names of the product's own parts are plain ASCII and stay."""
    if isinstance(value, dict):
        return {_inside(key, number): _inside(part, number) for key, part in value.items()}
    if isinstance(value, list):
        return [_inside(part, number) for part in value]
    return text(number) if isinstance(value, str) and not value.isascii() else value


class Page(HTMLParser):
    """A page as a browser takes it apart: what hostile text has become on it beyond text, and whose text is seen."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.wrong: list[str] = []
        self.marks: set[int] = set()
        self.script: dict[str, str | None] | None = None
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look for handlers, for addresses that are code, and for JSON in attributes that is none any more."""
        for name, value in attrs:
            text = value or ""
            self._saw(text)
            if name.startswith("on") or "'" in name or '"' in name or "`" in name:
                self.wrong.append(f"<{tag}> has got {name}")
            if re.sub(r"[\x00-\x20]", "", text).lower().startswith("javascript:") and name in ADDRESSES:
                self.wrong.append(f"<{tag} {name}> leads to code")
            if MARK.search(text) and (name == "style" or name.startswith("hx-") or text[:1] in "{["):
                self.wrong += [] if _is_json(text) else [f"<{tag} {name}> carries it as code"]
        self.script = dict(attrs) if tag == "script" else None
        if tag == "script" and "src" not in dict(attrs) and dict(attrs).get("type") != "application/json":
            self.wrong.append("<script> of the page itself")

    def handle_endtag(self, tag: str) -> None:
        """What follows is no script."""
        self.script = None

    def handle_data(self, data: str) -> None:
        """Data of a page must still be JSON."""
        self._saw(data)
        if self.script is not None and data.strip() and not _is_json(data):
            self.wrong.append(f"<script>: {data[:60]}")

    def _saw(self, text: str) -> None:
        self.marks |= {int(number) for number in MARK.findall(text)}


ADDRESSES = {"href", "src", "action", "formaction", "xlink:href", "data", "poster"}


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True
