"""Forms of what people do with alerts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sibao.inbox import queries as inbox
from sibao.kernel.access import Actor


def _long(label: Any, **given: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=400, widget=forms.Textarea(attrs={"rows": 3}), **given)


def _seats(actor: Actor) -> list[tuple[int, str]]:
    return [(one.pk, f"{one.organisation or ''} {one.title}".strip()) for one in inbox.seats(actor)]


class NoteForm(forms.Form):
    """接收、研判: with a note."""

    note = _long(_("说明"), required=False)

    def __init__(self, actor: Actor, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)


class DoneForm(forms.Form):
    """处置完毕、销号、误报: what was done, or why."""

    reason = _long(_("情况说明"), min_length=2)

    def __init__(self, actor: Actor, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)


class ConsultForm(forms.Form):
    """提请会商: what is to be settled, and with whom."""

    reason = _long(_("会商什么"), min_length=2)
    position_ids = forms.TypedMultipleChoiceField(label=_("请谁会商"), coerce=int)

    def __init__(self, actor: Actor, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["position_ids"].choices = _seats(actor)  # type: ignore[attr-defined]


class ActForm(forms.Form):
    """交办处置: what is to be done, and by whom."""

    reason = _long(_("处置什么"), min_length=2)
    position_id = forms.TypedChoiceField(label=_("交给谁"), coerce=int)

    def __init__(self, actor: Actor, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["position_id"].choices = [  # type: ignore[attr-defined]
            ("", _("请选择")),
            *_seats(actor),
        ]
