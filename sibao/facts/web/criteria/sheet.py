"""The form of a criterion (条件表单), one for every use: head, tree and examples, drawn again after each button."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sibao.directory import queries as directory
from sibao.facts import queries
from sibao.facts.inputs import CriterionContent
from sibao.facts.web.criteria import codes, examples, shown, tree
from sibao.kernel import clock
from sibao.kernel.access import Actor, may
from sibao.kernel.web.inputs import carry_out


class HeadForm(forms.Form):
    """What stands above the conditions: title and basis."""

    title = forms.CharField(label=_("名称"), max_length=80)
    title_en = forms.CharField(label=_("英文名称"), max_length=120, required=False)
    document_id = forms.TypedChoiceField(label=_("依据文件"), required=False, coerce=int, empty_value=None)
    article = forms.CharField(label=_("条款"), max_length=200, required=False)
    grace_days = forms.IntegerField(
        label=_("宽限期（天）"),
        min_value=0,
        max_value=365,
        initial=30,
        help_text=_("只因这一版才不再符合的在册单位，这些天里不受影响"),
    )
    confirmed = forms.BooleanField(
        label=_("已与依据核对"), required=False, help_text=_("没有核对过的，各处标为“待核实”")
    )

    def __init__(self, zone_id: int, keys: dict[str, dict[str, str]] | None, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        rows = [(row.pk, f"{row.number} {row.title}"[:80]) for row in directory.documents(zone_id)]
        self.fields["document_id"].choices = [("", _("没有")), *rows]  # type: ignore[attr-defined]
        if keys is not None:
            self.fields["target"] = forms.ChoiceField(label=_("用于"), choices=_targets(keys))
            self.order_fields(["target"])


def _targets(keys: dict[str, dict[str, str]]) -> list[tuple[str, str]]:
    return [
        (f"{use}:{key}", f"{queries.use_of(use).name} · {name}")
        for use, names in keys.items()
        for key, name in names.items()
    ]


class Sheet:
    """One form of a criterion.

    Args:
        found: the version that it starts from; None = an empty one.
        keys: uses and keys to choose from, where the criterion is of no key yet.
    """

    def __init__(self, actor: Actor, found: Any | None, keys: dict[str, dict[str, str]] | None = None) -> None:
        self.actor, self.found, self.keys = actor, found, keys
        self.known = queries.known_facts(actor.zone_id)
        self.said = ""
        catalogue = self.known.catalogue
        if found is None:
            self.root, self.cases = (
                tree.Rows(parts=[tree.Row()]),
                [examples.Case(expected=e) for e in examples.EXPECTED],
            )
        else:
            self.root = tree.from_data(found.tree, catalogue)
            self.cases = examples.from_data(found.examples, catalogue)
        self.head = HeadForm(actor.zone_id, keys, initial=_head_of(found))

    def take(self, sent: QueryDict, save: Callable[[CriterionContent, str], Any]) -> Any:
        """Read what was sent and do what its button wants; return what saving gave, None where nothing was saved."""
        wanted = sent.get("do", "show")
        self.root = tree.posted(sent)
        self.cases = examples.posted(sent, self.known.catalogue)
        self.said = tree.act(self.root, wanted) or examples.act(self.cases, wanted)
        if wanted != "save":
            self.head = HeadForm(self.actor.zone_id, self.keys, initial=sent.dict())
            return None
        self.head = HeadForm(self.actor.zone_id, self.keys, sent)
        data, cases = self._data()
        if any(row.wrong for row in tree.rows(self.root)) or any(case.wrong for case in self.cases):
            self.head.add_error(None, _("有的条件或示例没有填好，改好后再保存"))
            return None
        target = self.head.cleaned_data.pop("target", "") if self.head.is_valid() else ""
        return carry_out(self.head, CriterionContent, lambda content: save(content, target), tree=data, examples=cases)

    def _asked(self) -> list[Any]:
        return examples.facts_asked(self.known.catalogue, [row.fact for row in tree.rows(self.root)])

    def _data(self) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        return tree.to_data(self.root, self.known.catalogue), examples.to_data(self.cases, self._asked())

    def _rows_url(self) -> str:
        """Where the flat part is changed as a workbook; empty where nothing is saved yet."""
        draft = self.found is not None and self.found.state == "draft"
        return reverse("facts:criterion-rows", args=[self.found.pk]) if self.found and draft else ""

    def page(self, request: HttpRequest, title: Any, back: str) -> HttpResponse:
        """Return the form as a page, with what is to be said of it as it stands."""
        data, cases = self._data()
        use, _colon, key = (self.head["target"].value() or "").partition(":") if self.keys else ("", "", "")
        if self.found is not None:
            use, key = self.found.use, self.found.key
        elif key not in (self.keys or {}).get(use, {}):
            use, key = "", ""
        now = clock.now()
        said = queries.checked(self.known, data, cases, now)
        catalogue = self.known.catalogue
        context = {
            "title": title,
            "back": back,
            "rows_url": self._rows_url(),
            "head": self.head,
            "said": self.said,
            "version": self.found.version if self.found else 0,
            "tree": shown.tree_shown(self.root, catalogue, partial(codes.sought, self.actor, self.known)),
            "facts": shown.facts_shown(catalogue),
            "cases": shown.cases_shown(self.cases, self._asked(), said.outcomes),
            "judged": {
                **shown.judged_shown(said, count_of(self.actor, self.known, said, use, key)),
                "open": any(map(shown.is_open, tree.rows(self.root))),
            },
        }
        return render(request, "facts/criteria/form.html", context, status=422 if self.head.errors else 200)


def count_of(actor: Actor, known: queries.Known, said: queries.Checked, use: str, key: str) -> queries.Count | None:
    """Return how the actor's units stand to a criterion; None where it cannot be judged, or units are none of hers to see."""
    if said.criterion is None or use not in queries.USES or not may(actor, "directory:unit:read"):
        return None
    return queries.count_units(actor, known, said.criterion, use, key, clock.now())


def _head_of(found: Any | None) -> dict[str, Any]:
    names = ("title", "title_en", "document_id", "article", "grace_days", "confirmed")
    return {name: getattr(found, name) for name in names} if found else {}
