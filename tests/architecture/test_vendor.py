"""Third-party files are exactly what their manifests say, with their licences beside them."""

import hashlib
import json
import re

import pytest

from tests.architecture.source import ROOT
from tools import vendor

FOLDERS = [ROOT / "sibao/kernel/static/vendor", ROOT / "tests/browser/vendor"]
FROM_ELSEWHERE = re.compile(r"""(?:url\(|@import)\s*["']?\s*(?:https?:)?//|sourceMappingURL""")


def files(folder):
    return json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["files"]


FILES = [pytest.param(folder, entry, id=entry["file"]) for folder in FOLDERS for entry in files(folder)]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parts[-3])
def test_vendored_files_are_as_their_manifest_says(folder):
    assert vendor.faults(folder) == []


@pytest.mark.parametrize(("folder", "entry"), FILES)
def test_a_vendored_file_has_a_licence_that_we_may_pass_on(folder, entry):
    assert entry["licence"] in {"MIT", "0BSD", "Apache-2.0", "MPL-2.0"}
    assert len((folder / entry["licence_file"]).read_text(encoding="utf-8")) > 400


@pytest.mark.parametrize(("folder", "entry"), [f for f in FILES if f.id.endswith((".css", ".js"))])
def test_a_vendored_file_loads_nothing_from_elsewhere(folder, entry):
    assert not FROM_ELSEWHERE.search((folder / entry["file"]).read_text(encoding="utf-8"))


@pytest.fixture
def folder(tmp_path):
    """A folder with one file, its licence and a manifest that tells the truth."""
    (tmp_path / "a.js").write_text("1;")
    (tmp_path / "MIT.txt").write_text("Permission is hereby granted")
    entry = {
        "file": "a.js",
        "package": "a",
        "version": "1",
        "licence": "MIT",
        "licence_file": "MIT.txt",
        "source": "a.js",
    }
    entry["sha256"] = hashlib.sha256(b"1;").hexdigest()
    (tmp_path / "manifest.json").write_text(json.dumps({"files": [entry]}))
    return tmp_path


def test_an_honest_manifest_has_no_fault(folder):
    assert vendor.faults(folder) == []


def test_a_changed_file_is_noticed(folder):
    (folder / "a.js").write_text("2;")
    assert vendor.faults(folder) == ["a.js is not the file that the manifest describes"]


def test_an_undeclared_file_is_noticed(folder):
    (folder / "b.js").write_text("1;")
    assert vendor.faults(folder) == [f"{folder.name}/b.js is not in the manifest"]


def test_a_missing_licence_is_noticed(folder):
    (folder / "MIT.txt").unlink()
    assert vendor.faults(folder) == ["a.js: its licence MIT.txt is missing"]


def test_a_missing_file_is_noticed(folder):
    (folder / "a.js").unlink()
    assert vendor.faults(folder) == ["a.js is in the manifest, but not in the folder"]
