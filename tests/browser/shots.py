"""Takes pictures of the product's pages, as the people who use them see them, into docs/pictures."""

import os
import sys
import tempfile
import tomllib
from base64 import b64decode
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests import database
from tests.browser import chromium, job, pages
from tests.browser import site as sites
from tests.kernel.sheets import messy

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "docs" / "pictures"
LIST = Path(__file__).with_name("shots.toml")
WALL: dict[str, Any] = {"viewport": {"width": 1920, "height": 1080}}
LOOKS: dict[str, dict[str, Any]] = {"desk": pages.DESKTOP, "phone": pages.PHONE, "wall": WALL}
QUALITY = 82
CLERK = "gongxin"
KNOWN, NEW, BAD = 188, 12, 3
"""Units of the clerk's workbooks: those of April, those that May adds, and May's rows that need correcting."""


@dataclass(frozen=True, slots=True)
class Shot:
    """One page to take: the picture's name, its address, what to click there, and who opens it ("" = nobody)."""

    name: str
    path: str
    login: str = ""
    look: str = "desk"
    click: Sequence[str] = ()
    whole: bool = False
    status: int = 200


def shots(file: Path = LIST) -> list[Shot]:
    """The pages to take, those of one look and account together."""
    listed = [Shot(**entry) for entry in tomllib.loads(file.read_text(encoding="utf-8"))["shots"]]
    return sorted(listed, key=_together)


def _together(shot: Shot) -> tuple[str, str]:
    return shot.look, shot.login


def take(browser: Browser, url: str, listed: Sequence[Shot], target: Path, password: str) -> list[Path]:
    """Take every page; raises `AssertionError` for a page that answers wrongly or complains."""
    target.mkdir(parents=True, exist_ok=True)
    taken = []
    for (look, login), group in groupby(listed, key=_together):
        with pages.opened(browser, LOOKS[look], base_url=url) as page:
            if login:
                pages.sign_in(page, login, password)
            taken += [_take_one(page, shot, target / f"{shot.name}.webp") for shot in group]
    return taken


def _take_one(page: Page, shot: Shot, picture: Path) -> Path:
    if shot.status != 200:
        pages.allow(page, f"status of {shot.status}")
    answer = page.goto(shot.path)
    assert answer is not None, shot.path
    assert answer.status == shot.status, f"{shot.path} answered {answer.status}"
    for selector in shot.click:
        page.locator(selector).click()
        page.wait_for_load_state()
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    page.evaluate("document.fonts.ready.then(() => true)")
    write(page, picture, whole=shot.whole)
    return picture


def write(page: Page, picture: Path, *, whole: bool) -> None:
    """Write what the page shows as WebP, which Playwright itself does not offer."""
    size = "[document.documentElement.scrollWidth, {}]"
    width, height = page.evaluate(size.format("document.documentElement.scrollHeight" if whole else "innerHeight"))
    asked = {
        "format": "webp",
        "quality": QUALITY,
        "captureBeyondViewport": whole,
        "clip": {"x": 0, "y": 0, "width": width, "height": height, "scale": 1},
    }
    taken = page.context.new_cdp_session(page).send("Page.captureScreenshot", asked)
    picture.write_bytes(b64decode(taken["data"]))


def bring_workbooks(browser: Browser, url: str, password: str, scratch: Path) -> None:
    """Leave three imports behind: one written, one waiting as a preview with rows to correct, one with questions."""
    everyone = messy.units(KNOWN + NEW + BAD)
    april, may, other = (
        scratch / "2022年4月工业名单.xlsx",
        scratch / "2022年5月工业名单.xlsx",
        scratch / "重点企业.xlsx",
    )
    messy.build(april, everyone[:KNOWN])
    messy.build(may, job.as_kept_in_may(everyone, known=KNOWN, new=NEW))
    messy.build(other, messy.units(BAD, seed=7))
    with pages.opened(browser, pages.DESKTOP, base_url=url) as page:
        pages.sign_in(page, CLERK, password)
        job.upload(page, april)
        job.answer_unclear_headings(page)
        job.apply(page)
        job.upload(page, may)
        job.upload(page, other)


def main() -> int:
    """Serve a fresh demo zone, take all pictures and print where they are; the exit code for `sys.exit`."""
    found = chromium.find()
    password = tomllib.loads((ROOT / "packs/jiyuan/demo-accounts.toml").read_text(encoding="utf-8"))["password"]
    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        database.prepare(Path(tempfile.gettempdir()) / f"sibao-tests-{os.getuid()}")
        browser = playwright.chromium.launch(
            executable_path=found.program, env=dict(found.whole_environment), args=list(found.arguments)
        )
        name = database.called("shots")
        with sites.running(name, Path(home)) as site:
            bring_workbooks(browser, site.url, password, Path(home))
            for picture in take(browser, site.url, shots(), PICTURES, password):
                print(picture.relative_to(ROOT))
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
