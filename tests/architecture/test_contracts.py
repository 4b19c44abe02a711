"""The import contracts of our own notice what they are for."""

import pytest
from grimp import ImportGraph
from importlinter.domain.contract import Contract

from tools.contracts.private_rooms import PrivateRooms
from tools.contracts.pure_rooms import PureRooms
from tools.contracts.rooms import Rooms

SESSION = {"root_packages": ["sibao"]}
PRIVATE = {
    "root": "sibao",
    "public": ["services", "queries", "events"],
    "open_contexts": ["kernel"],
    "entitled": ["config"],
}
PURE = {
    "root": "sibao",
    "rooms": ["rules", "states"],
    "allowed": ["sibao.kernel.lifecycle", "django.utils.translation"],
}
ROOMS = {
    "containers": ["sibao.*"],
    "free": ["sibao.kernel"],
    "exhaustive": "True",
    "layers": ["(services)", "(queries)", "(models)"],
}


def holds(kind: type[Contract], options: dict, *imports: tuple[str, str, str]) -> bool:
    """Whether a contract is kept by a program that imports just this: who, whom, in which words."""
    graph = ImportGraph()
    graph.add_module("sibao")
    for importer, imported, words in imports:
        for name in (importer, imported):
            parts = name.split(".")
            for end in range(1, len(parts) + 1):
                graph.add_module(".".join(parts[:end]))
        graph.add_import(importer=importer, imported=imported, line_number=1, line_contents=words)
    contract = kind("test", session_options=SESSION, contract_options=options)
    return contract.check(graph, verbose=False).kept


@pytest.mark.parametrize(
    ("importer", "imported", "kept"),
    [
        ("sibao.portal.web.views", "sibao.whitelist.queries", True),
        ("sibao.portal.web.views", "sibao.whitelist.models", False),
        ("sibao.portal.web.views", "sibao.whitelist.web.lists", False),
        ("sibao.whitelist.services", "sibao.whitelist.models", True),
        ("sibao.whitelist.services", "sibao.kernel.lists.registry", True),
        ("sibao.config.urls", "sibao.whitelist.web.urls", True),
    ],
)
def test_only_public_rooms_are_entered_from_outside(importer, imported, kept):
    assert holds(PrivateRooms, PRIVATE, (importer, imported, f"import {imported}")) is kept


@pytest.mark.parametrize(
    ("imported", "words", "kept"),
    [
        ("dataclasses", "from dataclasses import dataclass", True),
        ("django", "from django.utils.translation import gettext_lazy as _", True),
        ("django", "from django.db import models", False),
        ("time", "import time", False),
        ("sibao.kernel.lifecycle", "from sibao.kernel.lifecycle import Move", True),
        ("sibao.kernel.clock", "from sibao.kernel import clock", False),
        ("sibao.whitelist.states", "from sibao.whitelist.states import LISTING", True),
        ("sibao.whitelist.models", "from sibao.whitelist.models import Listing", False),
        ("sibao.directory.rules", "from sibao.directory import rules", False),
    ],
)
def test_plain_rules_stay_plain(imported, words, kept):
    assert holds(PureRooms, PURE, ("sibao.whitelist.rules", imported, words)) is kept


@pytest.mark.parametrize(
    ("importer", "imported", "kept"),
    [
        ("sibao.whitelist.services", "sibao.whitelist.queries", True),
        ("sibao.whitelist.models", "sibao.whitelist.services", False),
        ("sibao.whitelist.helpers", "sibao.whitelist.models", False),
        ("sibao.kernel.helpers", "sibao.kernel.models", True),
    ],
)
def test_every_context_has_the_same_rooms_in_the_same_order(importer, imported, kept):
    assert holds(Rooms, ROOMS, (importer, imported, f"import {imported}")) is kept
