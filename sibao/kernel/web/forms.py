"""How forms are drawn: Django's renderer with our field template."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Draws every field as label, control, help and error."""

    form_template_name = "kernel/form.html"
    field_template_name = "kernel/field.html"
