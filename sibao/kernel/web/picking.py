"""A field of a form that is filled from a picker (选择框): a name, a part of one, or a code; options come while one types."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from sibao.kernel.access import Actor
from sibao.kernel.lists.registry import pickers

NAMED = 5


class OfferingInput(forms.TextInput):
    """A line of text beside which the page offers words; anything else may be typed too.

    Args:
        offered: the words; a picker's come while one types.
    """

    template_name = "kernel/offering.html"

    def __init__(self, offered: Sequence[str] = (), attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", **(attrs or {})})
        self.offered = offered

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["offered"] = self.offered
        return context


class PickField(forms.CharField):
    """Means one row of a picker, whose value is what the form gives.

    Args:
        actor: within whose scope it is looked for.
        key: the picker's, such as "directory:units".
    """

    def __init__(self, actor: Actor, key: str, **given: Any) -> None:
        self.actor, self.picker = actor, pickers.get(key)
        asked = {"data-picker": reverse("kernel:picker", args=[key])}
        super().__init__(widget=OfferingInput(attrs=asked), max_length=200, **given)

    def clean(self, value: Any) -> str | None:
        text = super().clean(value)
        if not text:
            return None
        found = self.picker.meant(self.actor, text)
        if len(found) == 1:
            return found[0].value
        if not found:
            raise forms.ValidationError(_("您的范围内没有找到“%(text)s”"), params={"text": text[:40]})
        named = "；".join(str(one.label) for one in found[:NAMED]) + ("…" if len(found) > NAMED else "")
        raise forms.ValidationError(_("不止一个，请写全：%(named)s"), params={"named": named})
