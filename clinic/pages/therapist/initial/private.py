"""Which fields of a sheet never reach the client's side, said beside each of them."""

from django.utils.translation import gettext as _

from clinic.pages.prompted import PromptForm


def mark_private(form: PromptForm) -> PromptForm:
    """The form with a word beside each private field, unless the whole sheet is private and says so itself."""
    prompts = form.prompt_set.prompts
    if all(prompt.is_private for prompt in prompts):
        return form
    for prompt in prompts:
        if prompt.is_private and prompt.id in form.fields:
            field = form.fields[prompt.id]
            field.help_text = " ".join([str(field.help_text), _("The client is never shown this.")]).strip()
    return form
