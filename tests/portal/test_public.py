"""What holds for every public page: cacheable by anyone, no personal data, readable without script, printable."""

import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.test import Client

from sibao.accounts.models import Account
from sibao.directory.models import Contact, Unit
from sibao.kernel import clock
from sibao.kernel.secrets import keyed_hash, seal
from tests import world
from tests.listing import listed

pytestmark = pytest.mark.django_db
PUBLIC = {"zone", "name", "code", "area", "area_path", "sector", "kind"}
STYLES = Path("sibao/kernel/static/sibao")


@pytest.fixture
def addresses(notice):
    ways = ["", "list/", "list/?batch=1", "notices/", "verify/", f"verify/{notice.check_code}/"]
    ways += ["standards/", "standards/index.json", "standards/industry/1/", "standards/industry/1/standard.json"]
    ways += [f"notices/{notice.check_code}/", f"notices/{notice.check_code}/document.pdf"]
    return [f"/{language}/{way}" for language in ("zh", "en") for way in ways]


@pytest.fixture
def pages(addresses):
    return [address for address in addresses if not address.endswith((".pdf", ".json"))]


def text(answer):
    return answer.content.decode()


def test_every_answer_may_be_kept_by_any_cache(anyone, addresses):
    for address in addresses:
        answer = anyone.get(address)
        assert answer.status_code == 200, address
        assert "public" in answer["Cache-Control"], address
        assert "ETag" in answer, address
        assert "Vary" not in answer, address
        assert not answer.cookies, address


def test_an_answer_does_not_depend_on_who_asks(anyone, stage, addresses):
    signed_in = Client()
    signed_in.force_login(Account.objects.get(pk=stage.office.account_id))
    for address in addresses:
        assert signed_in.get(address).content == anyone.get(address).content, address


def test_an_answer_that_is_held_already_is_not_sent_again(anyone, addresses):
    for address in addresses:
        tag = anyone.get(address)["ETag"]
        again = anyone.get(address, headers={"if-none-match": tag})
        assert again.status_code == 304, address
        assert not again.content


def test_publishing_makes_what_caches_hold_out_of_date(anyone, stage):
    held = {address: anyone.get(address)["ETag"] for address in ("/zh/", "/zh/list/", "/zh/notices/")}
    unit = world.unit(stage.zone)
    listed(stage.office, unit)
    for address, tag in held.items():
        assert anyone.get(address, headers={"if-none-match": tag}).status_code == 200, address
    assert unit.name in text(anyone.get("/zh/list/"))


def test_a_verification_is_asked_for_again_each_time(anyone, notice):
    assert anyone.get(f"/zh/verify/{notice.check_code}/")["Cache-Control"] == "public, no-cache"


def test_a_refusal_is_not_kept(anyone, stage):
    assert anyone.get("/zh/list/?batch=99")["Cache-Control"] == "no-store"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_public_pages_are_only_read(anyone, addresses, method):
    for address in addresses:
        assert getattr(anyone, method)(address).status_code == 405, address


def test_head_is_answered_without_a_body(anyone, addresses):
    for address in addresses:
        assert anyone.head(address).status_code == 200, address


def test_no_field_of_a_unit_but_the_public_ones_is_shown(anyone, stage, pages):
    secret = {
        "owner_code": world.uscc(7_654_321),
        "industry_code": "3219",
        "address": "密址路七十七号",
        "founded_on": date(1987, 11, 23),
        "staff_count": 76_543,
        "revenue_fen": 876_543_210_900,
        "assets_fen": 765_432_109_800,
        "city_lifeline": True,
        "size_class": "medium",
    }
    inner = {"id", "name_pinyin", "name_initials", "search", "ceased_on", "merged_into"}
    inner |= {"version", "created_at", "updated_at"}
    assert PUBLIC | set(secret) | inner == {field.name for field in Unit._meta.concrete_fields}
    Unit.objects.filter(pk=stage.listed[0].pk).update(**secret)
    contact = {"duty": "负责人", "name": "测密人", "phone": "13900007788"}
    _contact(stage, **contact)
    account = Account.objects.get(pk=stage.office.account_id)
    hidden = [str(secret[name]) for name in ("owner_code", "address", "founded_on")]
    hidden += [
        "76543",
        "76,543",
        "87654",
        "876,543",
        "76543210",
        "中型",
        contact["name"],
        contact["phone"],
        "**7788",
        "0007788",
    ]
    hidden += [account.name, account.username, stage.listed[0].code]
    for address in pages:
        shown = re.sub(r"[0-9a-f]{64}|base64,[A-Za-z0-9+/=]+", "", text(anyone.get(address)))
        assert not [word for word in hidden if word in shown], address


def _contact(stage, *, duty, name, phone):
    unit = stage.listed[0]
    with world.acting(stage.office):
        Contact.objects.create(
            zone=stage.zone,
            unit=unit,
            duty=duty,
            name_sealed=seal(name),
            phone_sealed=seal(phone),
            phone_hash=keyed_hash(phone, purpose="phone"),
            updated_at=clock.now(),
        )


class Seen(HTMLParser):
    """What a browser without script is given: links, forms, and anything that hides."""

    def __init__(self):
        super().__init__()
        self.scripted, self.links = [], []

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.scripted += [name for name in given if name.startswith(("hx-", "on"))]
        if tag == "a":
            self.links.append(given.get("href", ""))


def test_every_page_is_whole_without_script(anyone, pages):
    for address in pages:
        seen = Seen()
        seen.feed(text(anyone.get(address)))
        assert not seen.scripted, address
        assert "#" not in seen.links, address
        assert "" not in seen.links, address


def test_every_link_of_the_public_pages_leads_somewhere(anyone, pages):
    found = set()
    for address in pages:
        seen = Seen()
        seen.feed(text(anyone.get(address)))
        found |= {
            link if link.startswith("/") else address.split("?")[0] + link for link in seen.links if "//" not in link
        }
    assert len(found) > len(pages)
    for link in found - {"/accounts/login/"}:
        assert anyone.get(link.split("#")[0]).status_code == 200, link


def test_paper_gets_a_head_that_says_whose_list_it_is_and_no_buttons(anyone, stage):
    shown = text(anyone.get("/zh/list/?batch=1"))
    head = re.search(r'<div class="sb-print-head".*?</div>', shown, re.DOTALL)
    assert head
    assert stage.zone.name in head[0]
    assert "第一批" in head[0]
    assert re.search(
        r"@media print \{.*\.sb-print-head \{ display: block", (STYLES / "print.css").read_text(), re.DOTALL
    )


def test_there_is_nothing_to_enumerate(anyone, stage):
    """Public addresses hold no row number: only batches by their official number, sectors, and check codes."""
    for address in (
        "/zh/list/1/",
        "/zh/units/1/",
        "/zh/batches/1/",
        f"/zh/notices/{stage.listed[0].pk}/",
        "/zh/standards/1/",
    ):
        assert anyone.get(address).status_code == 404
