"""The files of `deploy/` can be used as they are: units, environment, proxy, and every command that the guide names."""

import configparser
import os
import re
import shlex
import shutil
import subprocess
from dataclasses import fields

import pytest

from sibao.config import cli
from sibao.config.checks import told
from sibao.config.checks.settings import of_settings
from sibao.config.environment import Environment, environment
from tests.browser.site import ROOT

DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
HOME = "/opt/sibao"
PROGRAM = f"{HOME}/.venv/bin/sibao"
GUIDE = ROOT / "docs" / "operations.md"
SPOKEN = re.compile(r"^sibao ([^#\n>]+)", re.MULTILINE)
BLOCK = re.compile(r"^```\n(.*?)^```", re.MULTILINE | re.DOTALL)


def unit(path):
    """A unit of systemd: section → name → values."""
    found = configparser.RawConfigParser(strict=False, comment_prefixes=("#",), delimiters=("=",))
    found.optionxform = str
    found.read(path, encoding="utf-8")
    return found


def started(path):
    """Every command line that a unit starts."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.partition("=")[2] for line in lines if line.startswith(("ExecStart=", "ExecStartPost="))]


def words_of(line):
    """What `sibao` is told in a command line, or None when it is not called."""
    words = shlex.split(line.replace("$$", "$").replace("%%", "%"))
    if words[:2] == ["/bin/sh", "-c"]:
        words = shlex.split(re.sub(r"\$\([^)]*\)", "NOW", words[2]))
    return words[words.index(PROGRAM) + 1 :] if PROGRAM in words else None


def understood(words):
    """Whether the command line of the product takes these words."""
    parser = cli._parser(words[0])
    try:
        parser.parse_args(words)
    except SystemExit:
        return False
    return True


def variables(name):
    """What an environment file sets when a shell reads it; systemd reads the same quotes."""
    read = f"set -a; . '{DEPLOY / name}'; env -0"
    said = subprocess.run(["/bin/sh", "-c", read], env={}, capture_output=True, text=True, check=True).stdout
    found = dict(line.partition("=")[::2] for line in said.split("\0") if line)
    return {key: value for key, value in found.items() if key not in {"PWD", "OLDPWD", "SHLVL", "_"}}


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_unit_starts_commands_that_exist_as_a_user_of_its_own(path):
    lines = started(path)
    assert unit(path)["Unit"]["Description"]
    if path.suffix == ".timer":
        assert path.with_suffix(".service") in UNITS
        assert unit(path)["Timer"]["OnCalendar"]
        return
    service = unit(path)["Service"]
    assert (service["User"], service["UMask"], service["ProtectSystem"]) == ("sibao", "0077", "strict")
    assert any(words_of(line) for line in lines)
    for line in lines:
        words = words_of(line)
        assert understood(words) if words else shutil.which(shlex.split(line)[0]), line
    named = re.findall(r"^EnvironmentFile=/etc/sibao/(\S+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert [name for name in named if not (DEPLOY / name).is_file()] == []


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd-analyze on this machine")
def test_systemd_itself_takes_the_units_where_it_is_at_hand(tmp_path):
    for path in UNITS:
        text = path.read_text(encoding="utf-8").replace(HOME, str(ROOT))
        (tmp_path / path.name).write_text(text, encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *sorted(map(str, tmp_path.iterdir()))],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "SYSTEMD_LOG_LEVEL": "warning"},
    )
    complaints = [line for line in done.stderr.splitlines() if "sibao-" in line and "not executable" not in line]
    assert complaints == [], done.stderr


def test_the_environment_files_are_read_by_a_shell_and_judged_sound(monkeypatch, tmp_path):
    given = {**variables("sibao.env"), **variables("owner.env")}
    known = {field.name for field in fields(Environment)}
    assert given.keys() <= known
    assert "&from=" in given["SIBAO_EMAIL_URL"]
    for name in known:
        monkeypatch.delenv(name, raising=False)
    for name, value in (given | {"SIBAO_HOME": str(tmp_path)}).items():
        monkeypatch.setenv(name, value)
    environment.cache_clear()
    try:
        assert told(of_settings(environment(), given)) == []
    finally:
        monkeypatch.undo()
        environment.cache_clear()
    offered = re.findall(r"^#([A-Z_]+)=", (DEPLOY / "sibao.env").read_text(encoding="utf-8"), re.MULTILINE)
    assert set(offered) <= known


def locations():
    """The proxy's locations with what each says; a brace that is not closed is a fault."""
    text = re.sub(r"#.*", "", (DEPLOY / "nginx.conf").read_text(encoding="utf-8"))
    assert text.count("{") == text.count("}")
    said = [line.strip() for line in text.splitlines() if line.strip()]
    assert [line for line in said if not line.endswith((";", "{", "}"))] == []
    return text, dict(re.findall(r"location (?:= )?(\S+) \{([^}]*)\}", text))


def test_the_proxy_passes_what_the_product_needs_and_keeps_back_what_it_must():
    text, places = locations()
    assert "return 404" in places["/metrics"]
    assert "proxy_pass" not in places["/metrics"]
    assert "proxy_buffering off" in places["/events"]
    assert "client_max_body_size 25m" in text
    for header in ("Host $host", "X-Forwarded-Proto $scheme", "X-Forwarded-For", "X-Request-ID $request_id"):
        assert f"proxy_set_header {header}" in text
    assert "TLSv1.2 TLSv1.3" in text
    assert "proxy_set_header" not in places["/events"], "a header in a location takes away those above it"


def test_every_command_that_the_guide_names_is_taken():
    blocks = "".join(BLOCK.findall(GUIDE.read_text(encoding="utf-8")))
    spoken = [shlex.split(words) for words in SPOKEN.findall(blocks)]
    assert len(spoken) > 12
    assert [words for words in spoken if not understood(words)] == []
