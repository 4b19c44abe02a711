"""Third-party files are exactly what their manifests say, with their licences beside them."""

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = (ROOT / "sibao/kernel/static/vendor", ROOT / "tests/browser/vendor")


def entries() -> list[Any]:
    return [
        pytest.param(folder, entry, id=entry["file"])
        for folder in FOLDERS
        for entry in json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["files"]
    ]


@pytest.mark.parametrize(("folder", "entry"), entries())
def test_a_vendored_file_has_the_hash_of_its_manifest(folder: Path, entry: dict[str, str]) -> None:
    assert hashlib.sha256((folder / entry["file"]).read_bytes()).hexdigest() == entry["sha256"]


@pytest.mark.parametrize(("folder", "entry"), entries())
def test_a_vendored_file_has_its_licence_text(folder: Path, entry: dict[str, str]) -> None:
    assert entry["licence"] in {"MIT", "0BSD", "Apache-2.0", "MPL-2.0"}
    assert len((folder / entry["licence_file"]).read_text(encoding="utf-8")) > 400


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parts[-3])
def test_nothing_is_vendored_that_the_manifest_does_not_name(folder: Path) -> None:
    named = {entry.values[1]["file"] for entry in entries() if entry.values[0] == folder}
    named |= {entry.values[1]["licence_file"] for entry in entries() if entry.values[0] == folder}
    found = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert found == named | {"manifest.json"}


@pytest.mark.parametrize(("folder", "entry"), entries())
def test_a_vendored_file_loads_nothing_from_elsewhere(folder: Path, entry: dict[str, str]) -> None:
    if entry["file"].endswith((".css", ".js")):
        text = (folder / entry["file"]).read_text(encoding="utf-8")
        assert "sourceMappingURL" not in text
        assert not re.search(r"""(?:url\(|@import)\s*["']?\s*(?:https?:)?//""", text)
