"""Standards on the public pages: every version that was ever in force, in words and as data, and nothing else."""

import copy
import hashlib
import json
import re

import pytest
from django.test import Client

from sibao.criteria import canonical
from sibao.facts import rules, services
from sibao.facts.inputs import CriterionContent, DraftCriterion, PublishCriterion, WithdrawCriterion
from sibao.facts.models import CriterionVersion, FactDefinition
from tests import consulted, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(zone):
    return world.person(zone, "clerk_industry")


@pytest.fixture
def first(zone):
    return CriterionVersion.objects.get(zone=zone, use="standard", key="industry")


def drafted(actor, first, **more):
    tree = copy.deepcopy(first.tree)
    tree["all"][1]["v"] = 6000
    content = {"title": "第二版标准", "tree": tree, "examples": first.examples, **more}
    given = DraftCriterion(use="standard", key="industry", content=CriterionContent.model_validate(content))
    return services.draft_criterion(actor=actor, given=given)


def published(actor, found):
    given = PublishCriterion(criterion_id=found.pk, version=found.version)
    consulted.do(actor, "facts:criterion:publish", given, "hq_office_clerk")
    found.refresh_from_db()
    return found


def withdrawn(actor, found):
    given = WithdrawCriterion(criterion_id=found.pk, version=found.version, reason="内部理由不公开")
    services.withdraw_criterion(actor=actor, given=given)


def read(address):
    answer = Client().get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def refusal(address):
    """What a refused reader is told, without the address that she wrote."""
    answer = Client().get(address)
    return answer.status_code, re.findall(r"<(?:h1|p)[^>]*>(.*?)</", answer.content.decode(), re.DOTALL)


def test_a_standard_is_read_by_anyone_in_words_and_its_data_bear_its_hash(zone, first):
    assert "工业生产领域遴选标准（示例）" in read("/zh/standards/")
    page = read("/zh/standards/industry/1/")
    told = ("住宿保障比例不低于50%", "待核实", "济管办〔2022〕21号", "由其他各项推算", "甲公司（示例）", "5,000万元")
    for words in (*told, bytes(first.sha256).hex()):
        assert words in page
    english = read("/en/standards/industry/1/")
    for words in ("Selection standard for industry (example)", "Machine-readable (JSON)", "unconfirmed"):
        assert words in english
    listed = json.loads(read("/zh/standards/index.json"))["standards"]
    assert {one["sector"] for one in listed} == {"industry", "commerce", "transport", "culture_tourism", "projects"}
    address = next(one["url"] for one in listed if one["sector"] == "industry")
    text = read(address)
    assert read(address.replace("/zh/", "/en/")) == text
    data = json.loads(text)
    assert text == json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    hashed = hashlib.sha256(canonical(rules.tree_of(data["tree"])).encode()).hexdigest()
    assert hashed == data["sha256"] == bytes(first.sha256).hex()
    assert len(data["clauses"]) == 5
    tag = Client().get(address)["ETag"]
    assert Client().get(address, headers={"if-none-match": tag}).status_code == 304


def test_only_what_was_in_force_is_there_and_it_stays_at_its_address(zone, clerk, first):
    found = drafted(clerk, first)
    for number in (2, found.pk):
        for way in ("", "standard.json"):
            unknown = refusal(f"/zh/standards/industry/999/{way}")
            assert refusal(f"/zh/standards/industry/{number}/{way}") == unknown, number
    assert "第二版标准" not in read("/zh/standards/")
    assert len(json.loads(read("/zh/standards/industry/1/standard.json"))["versions"]) == 1
    withdrawn(clerk, found)
    assert Client().get("/zh/standards/industry/2/").status_code == 404
    found = published(clerk, drafted(clerk, first))
    page = read("/zh/standards/industry/3/")
    assert "与上一版相比" in page
    assert "住宿保障比例不低于60%" in page
    assert "这一版已不再有效" in read("/zh/standards/industry/1/")
    assert json.loads(read("/zh/standards/industry/1/standard.json"))["valid_to"] == found.valid_from.isoformat()
    withdrawn(clerk, found)
    page = read("/zh/standards/industry/3/")
    assert "已经撤回" in page
    assert "内部理由不公开" not in page
    assert "现在没有公布的标准" in read("/zh/standards/")
    for strange in ("nothing/1/", "industry/0/", f"industry/{2**70}/", "a%00b/1/", "industry/1/x"):
        assert Client().get(f"/zh/standards/{strange}").status_code == 404, strange


def test_an_old_version_is_read_although_the_catalogue_has_retired_what_it_asks_about(zone, first):
    FactDefinition.objects.filter(zone=zone, key="chain_critical").update(retired=True)
    assert "住宿保障比例不低于50%" in read("/zh/standards/industry/1/")
