"""Checks every vendored file against its manifest: nothing changed, nothing undeclared, every licence at hand."""

import hashlib
import json
import pathlib
import sys

ROOT = pathlib.Path(__file__).parent.parent
REQUIRED = ("package", "version", "licence", "licence_file", "source", "sha256")


def faults(folder: pathlib.Path) -> list[str]:
    """What is wrong with one folder of vendored files, in words; empty when its manifest.json tells the truth."""
    entries = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["files"]
    found = [fault for entry in entries for fault in _entry_faults(folder, entry)]
    declared = {entry["file"] for entry in entries} | {entry.get("licence_file") for entry in entries}
    present = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    undeclared = sorted(present - declared - {"manifest.json"})
    return found + [f"{folder.name}/{name} is not in the manifest" for name in undeclared]


def _entry_faults(folder: pathlib.Path, entry: dict[str, str]) -> list[str]:
    missing = [f"{entry['file']}: the manifest does not say its {key}" for key in REQUIRED if not entry.get(key)]
    file, licence = folder / entry["file"], folder / entry.get("licence_file", "")
    if not file.is_file():
        return [*missing, f"{entry['file']} is in the manifest, but not in the folder"]
    if hashlib.sha256(file.read_bytes()).hexdigest() != entry.get("sha256"):
        missing.append(f"{entry['file']} is not the file that the manifest describes")
    if not licence.is_file():
        missing.append(f"{entry['file']}: its licence {entry.get('licence_file')} is missing")
    return missing


def main() -> int:
    """Check every folder that has a manifest.

    Returns:
        0 when all files are as declared, else 1; also 1 when no manifest is found at all.
    """
    folders = sorted(
        path.parent for part in ("sibao", "tests") for path in ROOT.glob(f"{part}/**/vendor/manifest.json")
    )
    found = [fault for folder in folders for fault in faults(folder)]
    print(*found, sep="\n", end="\n" if found else "")
    return int(bool(found) or not folders)


if __name__ == "__main__":
    sys.exit(main())
