"""Takes pictures of the product's pages, as the people who use them see them, into docs/pictures."""

import os
import sys
import tempfile
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests import database
from tests.browser import chromium, pages
from tests.browser import site as sites

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "docs" / "pictures"
LIST = Path(__file__).with_name("shots.toml")
LOOKS: dict[str, dict[str, Any]] = {"": pages.DESKTOP, "-phone": pages.PHONE}


@dataclass(frozen=True, slots=True)
class Shot:
    """One page to take: the picture's name, its address, and the demo account that opens it ("" = nobody)."""

    name: str
    path: str
    login: str = ""
    whole: bool = False
    phone: bool = True


def shots(file: Path = LIST) -> list[Shot]:
    """The pages to take, those of one account together."""
    listed = [Shot(**entry) for entry in tomllib.loads(file.read_text(encoding="utf-8"))["shots"]]
    return sorted(listed, key=lambda shot: shot.login)


def take(browser: Browser, url: str, listed: Sequence[Shot], target: Path, password: str) -> list[Path]:
    """Take every page at every width; raises `AssertionError` for a page that answers wrongly or complains."""
    target.mkdir(parents=True, exist_ok=True)
    taken = []
    for suffix, look in LOOKS.items():
        for login, group in groupby(listed, key=lambda shot: shot.login):
            with pages.opened(browser, look, base_url=url) as page:
                if login:
                    pages.sign_in(page, login, password)
                wanted = [shot for shot in group if shot.phone or look is pages.DESKTOP]
                taken += [_take_one(page, shot, target / f"{shot.name}{suffix}.png") for shot in wanted]
    return taken


def _take_one(page: Page, shot: Shot, picture: Path) -> Path:
    answer = page.goto(shot.path)
    assert answer is not None, shot.path
    assert answer.status == 200, f"{shot.path} answered {answer.status}"
    page.evaluate("document.fonts.ready.then(() => true)")
    page.screenshot(path=picture, full_page=shot.whole, animations="disabled")
    return picture


def main() -> int:
    """Serve a fresh demo zone, take all pictures and print where they are; the exit code for `sys.exit`."""
    found = chromium.find()
    password = tomllib.loads((ROOT / "packs/jiyuan/demo-accounts.toml").read_text(encoding="utf-8"))["password"]
    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        database.prepare(Path(tempfile.gettempdir()) / f"sibao-tests-{os.getuid()}")
        browser = playwright.chromium.launch(
            executable_path=found.program, env=dict(found.whole_environment), args=list(found.arguments)
        )
        name = f"test_sibao_{os.environ.get('SIBAO_TEST_NAME', 'main')}_shots"
        with sites.running(name, Path(home)) as site:
            for picture in take(browser, site.url, shots(), PICTURES, password):
                print(picture.relative_to(ROOT))
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
