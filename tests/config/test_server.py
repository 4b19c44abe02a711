"""The web process as a browser or a hostile client meets it: over a socket."""

import pytest
from tests.config.site import Site


@pytest.fixture(scope="module")
def served(site: Site):
    with site.serving():
        yield site


def test_it_answers(served):
    assert served.ask("/healthz").text == "ok\n"
    assert served.ask("/zh/").status == 200
