"""Acts on several stories at once. Each goes through the workflow by itself; refusals are told story by story."""

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles import publishing, workflow
from articles.models import Standing

from .rights import can
from .rows import story_row, thumbnails_of, with_marks

SAID_IN_FULL = 10  # refusals told one by one; the rest are counted


class WithNote(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("Why"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text=gettext_lazy("The writer and the log will show it."),
    )


class WithStanding(forms.Form):
    standing = forms.TypedChoiceField(
        label=gettext_lazy("Place on the front"), choices=Standing, coerce=int, initial=Standing.NORMAL
    )


# The acts that a list offers, and what each has to ask first; None: it is done at once.
ASKED = {"submit": None, "recall": None, "return": WithNote, "publish": WithStanding, "withdraw": WithNote}


class StoryActs:
    """For the list of stories: its buttons are the acts of the rule sheet that this person may ever do."""

    def get_actions(self, request):
        found = {}
        for act in ASKED:
            transition = workflow.ACTS[act]
            if can(request, transition.who):
                found[act] = (_as_action(act), act, str(transition.label))
        return found


def _as_action(act):
    def several(admin, request, stories):
        return perform_on_several(admin, request, act, stories)

    several.__name__ = act
    return several


def perform_on_several(admin, request, act, stories):
    """Ask what the act needs to know, then do it story by story. Returns the page that asks, or None once done."""
    form_class = ASKED[act]
    form = form_class(request.POST if "confirmed" in request.POST else None) if form_class else None
    if form is not None and not form.is_valid():
        return _confirmation(admin, request, act, stories, form)
    given = form.cleaned_data if form is not None else {}
    done, refused = 0, []
    for story in stories.order_by("pk"):
        try:
            workflow.perform(act, story, by=request.user, **given)
        except workflow.Refused as refusal:
            refused.append(f"“{story}”: {' '.join(refusal.reasons)}")
        else:
            done += 1
    _tell(admin, request, workflow.ACTS[act].label, done, refused)
    return None


def _tell(admin, request, word, done, refused):
    if done:
        said = ngettext("%(act)s: done for %(count)d story.", "%(act)s: done for %(count)d stories.", done)
        admin.message_user(request, said % {"act": word, "count": done}, messages.SUCCESS)
    for reason in refused[:SAID_IN_FULL]:
        admin.message_user(request, reason, messages.ERROR)
    if len(refused) > SAID_IN_FULL:
        rest = len(refused) - SAID_IN_FULL
        said = ngettext("%(count)d more was refused.", "%(count)d more were refused.", rest)
        admin.message_user(request, said % {"count": rest}, messages.ERROR)


def _confirmation(admin, request, act, stories, form):
    now = timezone.now()
    chosen = list(with_marks(stories).order_by("pk"))
    thumbnails = thumbnails_of(chosen)
    rows = [story_row(story, thumbnails=thumbnails, now=now, reason=_warning(act, story)) for story in chosen]
    word = workflow.ACTS[act].label
    context = {
        **admin.admin_site.each_context(request),
        "title": ngettext("%(act)s: %(count)d story", "%(act)s: %(count)d stories", len(rows))
        % {"act": word, "count": len(rows)},
        "opts": admin.opts,
        "rows": rows,
        "act": act,
        "word": word,
        "form": form,
        "checkbox": ACTION_CHECKBOX_NAME,
        "back": request.get_full_path(),
    }
    request.current_app = admin.admin_site.name
    return TemplateResponse(request, "admin/articles/article/several.html", context)


def _warning(act, story):
    """What keeps this act from being done to the story, and what readers will not get of it."""
    if story.state not in workflow.ACTS[act].sources:
        return _("This will be refused: the story is %(state)s.") % {"state": story.get_state_display()}
    if act != "publish":
        return ""
    said = workflow.faults(act, story)
    if missing := publishing.left_out(story):
        said.append(
            ngettext(
                "%(count)d picture that is still to come will be left out.",
                "%(count)d pictures that are still to come will be left out.",
                missing,
            )
            % {"count": missing}
        )
    return " ".join(said)
