"""The form in which a rule's thresholds are changed: a field for each value in its criteria, and how it is dealt with."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sibao.criteria import Fact, Kind
from sibao.criteria.operators import LONGEST_AGE_H, OPERATORS
from sibao.criteria.sentences import leaf_words
from sibao.criteria.tree import from_data, leaves
from sibao.directory import queries as directory
from sibao.facts.queries import in_language
from sibao.kernel.access import Actor
from sibao.prevention import queries
from sibao.prevention.inputs import LONGEST_LIMIT
from sibao.prevention.rules.thresholds import with_values
from sibao.prevention.rules.words import LEVEL_WORDS, SEVERITIES

CONTENT = ("severity", "limit_minutes", "asks", "document_id", "article", "reason")


class RuleForm(forms.Form):
    """起草规则: the thresholds of each level, then severity, limit, who is asked, basis and reason."""

    severity = forms.TypedChoiceField(
        label=gettext_lazy("级别"),
        coerce=int,
        choices=[(number, word) for number, (word, *_more) in SEVERITIES.items()],
    )
    limit_minutes = forms.IntegerField(label=gettext_lazy("接收时限（分钟）"), min_value=1, max_value=LONGEST_LIMIT)
    asks = forms.ChoiceField(label=gettext_lazy("交给哪个角色"), required=False)
    document_id = forms.TypedChoiceField(label=gettext_lazy("依据文件"), required=False, coerce=int, empty_value=None)
    article = forms.CharField(label=gettext_lazy("条款"), max_length=200, required=False)
    reason = forms.CharField(
        label=gettext_lazy("为什么改"), min_length=2, max_length=400, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, actor: Actor, rule: Any, *args: Any, **given: Any) -> None:
        self.rule, self.thresholds = rule, {}
        initial = {name: getattr(rule, name) for name in CONTENT if name != "reason"}
        super().__init__(*args, **{"initial": initial, **given})
        for name, level, place, field in _thresholds(actor, rule):
            self.thresholds[name] = (level, place)
            self.fields[name] = field
        self.fields["asks"].choices = [  # type: ignore[attr-defined]
            ("", _("谁也不交")),
            *queries.role_words(actor.zone_id).items(),
        ]
        documents = [(row.pk, f"{row.number} {row.title}"[:80]) for row in directory.documents(actor.zone_id)]
        self.fields["document_id"].choices = [("", _("没有")), *documents]  # type: ignore[attr-defined]
        self.order_fields([*self.thresholds, *CONTENT])

    def clean(self) -> dict[str, Any]:
        """Return what the command takes: the trees with the values as entered, and the rest."""
        said: dict[str, Any] = self.cleaned_data
        return {name: said.get(name) for name in CONTENT if name in said} | {"trees": self.trees(said)}

    def trees(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """Return the rule's trees with the values that could be read."""
        values: dict[str, dict[int, Any]] = {}
        for name, (level, place) in self.thresholds.items():
            if name in said:
                values.setdefault(level, {})[place] = _kept(said[name])
        return {level: with_values(tree, values.get(level, {})) for level, tree in self.rule.trees.items()}


def _thresholds(actor: Actor, rule: Any) -> Iterator[tuple[str, str, int, forms.Field]]:
    catalogue = queries.catalogue_of(actor.zone_id, rule.subject)
    for level, tree in rule.trees.items():
        for place, (_at, leaf) in enumerate(leaves(from_data(tree))):
            fact = catalogue.facts[leaf.fact]
            label = f"{LEVEL_WORDS[level]} · {in_language(leaf_words(fact, leaf))}"
            field = _field(fact, OPERATORS[leaf.op].takes, leaf.value, label)
            if field is not None:
                yield f"{level}_{place}", level, place, field


def _field(fact: Fact, takes: str, value: Any, label: str) -> forms.Field | None:
    """The field of one value; None for what a field cannot hold, which stays as it is."""
    if takes == "hours":
        return forms.IntegerField(
            label=label, min_value=1, max_value=LONGEST_AGE_H, initial=value, help_text=gettext_lazy("小时")
        )
    if takes == "one" and fact.kind is Kind.RATIO:
        return forms.DecimalField(
            label=label, min_value=0, max_value=100, decimal_places=2, initial=Decimal(value) / 100, help_text="%"
        )
    if takes == "one" and fact.kind is Kind.NUMBER:
        return forms.IntegerField(label=label, min_value=0, initial=value)
    if takes == "one" and fact.kind is Kind.FLAG:
        choices = [("yes", _("是")), ("no", _("否"))]
        return forms.ChoiceField(label=label, choices=choices, initial="yes" if value else "no")
    labels = [(key, in_language(words)) for key, words in fact.labels.items()]
    if takes == "one" and fact.kind is Kind.LABEL:
        return forms.ChoiceField(label=label, choices=labels, initial=value)
    if takes == "many" and fact.kind is Kind.LABEL:
        ticks = forms.CheckboxSelectMultiple
        return forms.MultipleChoiceField(label=label, choices=labels, initial=list(value), widget=ticks)
    return None


def _kept(value: Any) -> Any:
    """What was entered, as criteria take it: hundredths of a per cent, true and false."""
    if isinstance(value, Decimal):
        return int(value * 100)
    return {"yes": True, "no": False}.get(value, value) if isinstance(value, str) else value


class WhyForm(forms.Form):
    """撤回草稿: why."""

    reason = forms.CharField(
        label=gettext_lazy("理由"), min_length=2, max_length=400, widget=forms.Textarea(attrs={"rows": 3})
    )
