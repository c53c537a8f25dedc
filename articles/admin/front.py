"""The front as it stands: the live stories by their place on it, and the one act that moves them."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import permissions, workflow
from articles.models import Article, Standing, State

from .rights import can, unrestricted
from .rows import story_row, thumbnails_of, with_marks

MOST = 15  # of each place; further down no reader sees them on the front


class PlaceForm(forms.Form):
    story = forms.IntegerField(min_value=1, max_value=2**62)
    standing = forms.TypedChoiceField(choices=Standing, coerce=int)


def page(request, site):
    if not can(request, "homepage.arrange"):
        raise PermissionDenied
    if request.method == "POST":
        return _place(request)
    now = timezone.now()
    live = with_marks(Article.objects.filter(state=State.LIVE)).select_related("published__section")
    live = live.order_by("-first_published_at", "-pk")
    by_place = [(standing, list(live.filter(standing=standing)[:MOST])) for standing in Standing]
    thumbnails = thumbnails_of([story for _standing, stories in by_place for story in stories])
    mine = _sections(request)
    blocks = [
        {
            "standing": standing,
            "rows": [_row(story, thumbnails, now, mine is None or story.section_id in mine) for story in stories],
        }
        for standing, stories in by_place
    ]
    context = {**site.each_context(request), "title": _("Front"), "blocks": blocks, "places": Standing.choices}
    request.current_app = site.name
    return TemplateResponse(request, "admin/front.html", context)


def _row(story, thumbnails, now, movable):
    """As readers have it: what was typed since is for those who may see the story, on its own page."""
    row, live = story_row(story, thumbnails=thumbnails, now=now), story.published
    row.headline, row.facts = live.headline, [live.section.name, live.credit_line]
    if not movable:
        row.url = live.get_absolute_url()
    return {"row": row, "movable": movable}


def _sections(request):
    """The ids of the sections whose stories this person may move; None: all of them."""
    return None if unrestricted(request, "homepage.arrange") else permissions.sections_of(request.user)


def _place(request):
    form = PlaceForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("That place does not exist. Choose one from the list; nothing was moved."))
        return HttpResponseRedirect(reverse("admin:front"))
    story = get_object_or_404(permissions.visible_stories(request.user), pk=form.cleaned_data["story"])
    try:
        workflow.perform("arrange", story, by=request.user, standing=form.cleaned_data["standing"])
    except workflow.Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, reason)
    else:
        said = _("“%(story)s” stands as %(place)s now. Readers see it at once.")
        messages.success(request, said % {"story": story, "place": story.get_standing_display()})
    return HttpResponseRedirect(reverse("admin:front"))
