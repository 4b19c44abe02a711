"""From a page's form to a command's input: one place turns both kinds of error into words beside the field."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django import forms
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ValidationError

from sibao.kernel.input_words import by_field, words
from sibao.kernel.refusals import Invalid

G = TypeVar("G", bound=BaseModel)
R = TypeVar("R")


def carry_out(form: forms.Form, model: type[G], command: Callable[[G], R], **more: Any) -> R | None:
    """Check a form, build the command's input from it, and run the command.

    Args:
        form: a bound form whose field names are those of the input.
        model: the input's type.
        command: called with the input, such as `lambda given: services.edit_unit(actor=actor, given=given)`.
        more: values that do not come from the form.

    Returns:
        What the command gives, or None when the form has errors; they stand beside their fields.
    """
    if not form.is_valid():
        return None
    try:
        return command(model.model_validate({**form.cleaned_data, **more}))
    except ValidationError as error:
        for one in error.errors():
            _add(form, ".".join(str(part) for part in one["loc"]), words(one))
    except Invalid as refusal:
        for name, text in (refusal.fields or {"": str(refusal)}).items():
            _add(form, name, str(text))
    return None


def checked(model: type[G], values: Mapping[str, Any]) -> G:
    """Return a command's input built from what a request holds.

    Raises:
        Invalid: with one message per field.
    """
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise Invalid(_("请核对填写的内容"), fields=by_field(error.errors())) from error


def _add(form: forms.Form, name: str, text: str) -> None:
    form.add_error(name if name in form.fields else None, text)
