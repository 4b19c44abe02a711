"""Asks axe-core what on a page breaks WCAG A or AA."""

from pathlib import Path

from playwright.sync_api import Page

SOURCE = (Path(__file__).parent / "vendor/axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN = "async rules => (await axe.run(document, {runOnly: rules, resultTypes: ['violations']})).violations"


def violations(page: Page) -> list[str]:
    """Return one line per broken rule and element: rule, markup, what to do.

    The page's content policy stays on. It stands at its top, where its head covers nothing.
    """
    page.evaluate("scrollTo(0, 0)")
    page.evaluate(SOURCE)
    found = page.evaluate(RUN, RULES)
    return [
        f"{rule['id']}: {node['html'][:160]} ({node['failureSummary']})" for rule in found for node in rule["nodes"]
    ]
