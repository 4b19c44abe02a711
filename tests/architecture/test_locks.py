"""The locks hold what the requirements ask for, each package with its hashes."""

import re

import pytest
from packaging.requirements import Requirement

from tests.architecture.source import ROOT

PINNED = re.compile(r"^([a-z0-9-]+)==(\S+)(?: ;.*)? \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.MULTILINE)


def asked_for(name):
    lines = (line.partition("#")[0].strip() for line in (ROOT / name).read_text(encoding="utf-8").splitlines())
    return [Requirement(line) for line in lines if line and not line.startswith("-")]


def locked(name):
    return {package: version for package, version, _ in PINNED.findall((ROOT / name).read_text(encoding="utf-8"))}


RUNTIME, DEVELOPMENT = locked("requirements.txt"), locked("requirements-dev.txt")
PEERS = locked("requirements-peers.txt")
PAIRS = [(requirement, RUNTIME) for requirement in asked_for("requirements.in")]
PAIRS += [(requirement, DEVELOPMENT) for requirement in asked_for("requirements-dev.in")]
PAIRS += [(requirement, PEERS) for requirement in asked_for("requirements-peers.in")]


@pytest.mark.parametrize(("requirement", "lock"), PAIRS, ids=lambda value: getattr(value, "name", ""))
def test_what_is_asked_for_is_locked_in_a_fitting_version(requirement, lock):
    assert requirement.name in lock, "run `make lock`"
    assert requirement.specifier.contains(lock[requirement.name]), "run `make lock`"


def test_every_pinned_package_has_hashes():
    for name, lock, least in (
        ("requirements", RUNTIME, 40),
        ("requirements-dev", DEVELOPMENT, 40),
        ("requirements-peers", PEERS, 4),
    ):
        pinned = re.findall(r"^[a-z0-9-]+==", (ROOT / f"{name}.txt").read_text(encoding="utf-8"), re.MULTILINE)
        assert len(pinned) == len(lock) > least


def test_development_runs_on_the_versions_of_production():
    assert {name: version for name, version in RUNTIME.items() if DEVELOPMENT.get(name) != version} == {}


def test_the_product_needs_nothing_of_what_it_is_measured_against():
    compared = {requirement.name for requirement in asked_for("requirements-peers.in")}
    assert compared & (RUNTIME.keys() | DEVELOPMENT.keys()) == set()


@pytest.mark.parametrize("name", ["requirements.in", "requirements-dev.in", "requirements-peers.in"])
def test_every_dependency_says_what_it_is_for(name):
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line and not line.startswith(("#", "-")) and "# " not in line] == []
