"""Draws any Django form with the components: `{{ form }}` is an error summary and the fields."""

from django.forms.renderers import TemplatesSetting


class KithFormRenderer(TemplatesSetting):
    """Takes the templates of forms, fields and formsets from the shell."""

    form_template_name = "shell/forms/form.html"
    formset_template_name = "shell/forms/formset.html"
    field_template_name = "shell/forms/field.html"
