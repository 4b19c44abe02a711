"""Every page has help (帮助) beside its context; who adds a page without it reads here what to write."""

import inspect
from collections.abc import Iterator

from django.urls import URLResolver, get_resolver
from django.utils.translation import override

from sibao.kernel.help import help_parts

NO_PAGE = {
    "approvals:asked",
    "approvals:decision",
    "audit:checkpoint",
    "audit:key-certificate",
    "dashboard:clock",
    "dashboard:panel",
    "dashboard:tile",
    "entry:gate-answers",
    "facts:criterion-rows-file",
    "healthz",
    "inbox:bell",
    "kernel:attachment",
    "kernel:attachment-look",
    "kernel:export-file",
    "kernel:import-returned",
    "kernel:import-template",
    "kernel:picker",
    "mfa_login_webauthn",
    "metrics",
    "oidc_callback",
    "oidc_login",
    "portal:document",
    "portal:list-rules-data",
    "portal:standard-data",
    "portal:standards-data",
    "prevention:deletion-document",
    "readyz",
    "whitelist:enrolment-town",
}
"""They answer a GET with a file, a fragment, data or a way elsewhere. tests/accounts/test_matrix.py sees that it is so."""
WRITE = (
    "write a Help for these routes in the room `help` of their context (see sibao/inbox/help.py): what the page is, who "
    "uses it, what comes next, what to mind, each a sentence of use to somebody who stands there; then the English. "
    "A route that answers no page goes into NO_PAGE"
)


def routes(patterns=None, space="") -> Iterator[tuple[str, object]]:
    """Every web route of ours by its name, with its view."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from routes(pattern.url_patterns, inner)
        elif getattr(pattern.callback, "may", ""):
            yield f"{space}{pattern.name}", pattern.callback


def methods(view) -> set[str]:
    """The methods to which a view is bound by Django's decorators; empty when it takes all."""
    while view is not None:
        if asked := inspect.getclosurevars(view).nonlocals.get("request_method_list"):
            return set(asked)
        view = getattr(view, "__wrapped__", None)
    return set()


def helped() -> dict[str, object]:
    return {route: page for pages in help_parts().values() for route, page in pages.items()}


def test_every_page_has_help():
    pages = {name for name, view in routes() if methods(view) != {"POST"}} - NO_PAGE
    assert len(pages) > 100
    assert sorted(pages - helped().keys()) == [], WRITE
    assert sorted(helped().keys() - pages) == [], "there are no such pages; take their help out"
    assert sorted(NO_PAGE - {name for name, _ in routes()}) == []


def test_help_says_something_of_its_own_in_both_languages():
    said = {language: [] for language in ("zh-hans", "en")}
    for language, texts in said.items():
        with override(language):
            for page in helped().values():
                assert page.title
                assert all(len(str(text)) > 2 for text in (page.what, page.who, page.then, page.limits))
                texts.append(str(page.what))
    assert len(set(said["zh-hans"])) == len(said["zh-hans"]), "two pages are told apart by nothing"
    assert not set(said["zh-hans"]) & set(said["en"])
