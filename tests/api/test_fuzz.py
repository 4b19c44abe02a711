"""Generated requests to every operation of the API: what is declared is what is answered, and nothing ever breaks."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from sibao.directory.models import Zone
from tests import world
from tests.seen import browser

pytestmark = [pytest.mark.fuzz, pytest.mark.django_db]
EXAMPLES = 15
TOKEN = "a" * 32
PEOPLE = ("hq_office_clerk", "clerk_industry", "clerk_zhicheng", "system_administrator")
NOT_OURS = [positive_data_acceptance]
"""A schema cannot say what a check digit is, or that a unit exists: valid input may still be refused, in words."""
LAX = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
)


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """Keep the test's transaction open across requests, as Django's own client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def described(zone: Zone) -> Any:
    """The API by its own description, with a few units to hit."""
    world.unit(zone, value=1_000_000)
    world.unit(zone, sector="commerce")
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())


@pytest.fixture(params=[*PEOPLE, None])
def cookies(request: pytest.FixtureRequest, zone: Zone) -> dict[str, str]:
    """The cookies of somebody signed in, or of nobody."""
    if request.param is None:
        return {}
    actor = world.person(zone, request.param)
    client = browser(actor)
    return {"sessionid": client.cookies["sessionid"].value, "csrftoken": TOKEN}


def test_every_answer_is_as_declared(described: Any, cookies: dict[str, str]) -> None:
    headers = {"X-CSRFToken": TOKEN, "Referer": "http://localhost/"}
    operations = [found.ok() for found in described.get_all_operations()]
    assert len(operations) > 20
    for operation in operations:

        @LAX
        @given(case=operation.as_strategy())
        def holds(case: schemathesis.Case) -> None:
            answer = case.call(cookies=cookies, headers=headers, base_url="http://localhost")
            case.validate_response(answer, excluded_checks=NOT_OURS)
            if answer.status_code >= 400:
                assert answer.headers["content-type"][0].startswith("application/problem+json"), answer.status_code

        holds()
