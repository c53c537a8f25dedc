"""What happened to a story: its acts and versions, newest first; an older version can be brought back."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import workflow
from articles.body.render import plain_text
from articles.models import Event

from .log import act_word
from .rights import can
from .rows import clock, mark_of

MOST = 200
GO_LIVE = {"publish", "update", "release", "republish"}


@dataclass(frozen=True)
class Line:
    at: object
    hour: str
    who: str
    what: str
    note: str = ""
    revision: object = None
    live: bool = False


def page(request, site, article):
    if not can(request, "audit.read_article", article):
        raise PermissionDenied
    if request.method == "POST":
        return _restore(request, article)
    now = timezone.now()
    may_restore = any(transition.act == "restore" for transition in workflow.acts_for(request.user, article))
    newest = article.revisions.order_by("-number").values_list("number", flat=True).first()
    context = {
        **site.each_context(request),
        "title": _("History"),
        "article": article,
        "mark": mark_of(article, now),
        "lines": lines_of(article, now),
        "may_restore": may_restore,
        "newest": newest,
        "back": reverse("admin:articles_article_change", args=[article.pk]),
    }
    request.current_app = site.name
    return TemplateResponse(request, "admin/articles/article/history.html", context)


def lines_of(article, now):
    """Acts and versions, newest first. A version that an act went out with stands in the line of the act."""
    revisions = list(article.revisions.select_related("by").order_by("-number")[:MOST])
    by_id = {revision.pk: revision for revision in revisions}
    events = list(Event.objects.filter(article_id=article.pk).order_by("-id")[:MOST])
    live = getattr(getattr(article, "published", None), "revision_id", None)
    brought = next((event.pk for event in events if live and event.revision_id == live and event.act in GO_LIVE), None)
    lines = [
        Line(
            event.at, clock(event.at, now), event.by_name, act_word(event.act), event.note,
            by_id.get(event.revision_id), event.pk == brought,
        )
        for event in events
    ]  # fmt: skip
    told = {event.revision_id for event in events}
    lines += [
        Line(
            revision.at, clock(revision.at, now), revision.by.get_username() if revision.by else "",
            revision.get_kind_display(), revision.reason, revision,
        )
        for revision in revisions
        if revision.pk not in told
    ]  # fmt: skip
    return sorted(lines, key=lambda line: line.at, reverse=True)


def _restore(request, article):
    number = request.POST.get("revision", "")
    revision = article.revisions.filter(pk=number).first() if number.isdecimal() and len(number) < 19 else None
    if revision is None:
        raise Http404
    try:
        workflow.perform("restore", article, by=request.user, revision=revision)
    except workflow.Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, reason)
        return HttpResponseRedirect(request.path)
    said = _("Version %(number)d stands in the form again, as a new version. Readers have what they had.")
    messages.success(request, said % {"number": revision.number})
    return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))


def version(request, site, article, number):
    """One version in plain words."""
    if not can(request, "audit.read_article", article):
        raise PermissionDenied
    revision = article.revisions.select_related("by", "text").filter(number=number).first()
    if revision is None:
        raise Http404
    words = revision.words()
    who = revision.by.get_username() if revision.by else ""
    moment = clock(revision.at, timezone.now())
    context = {
        **site.each_context(request),
        "title": _("Version %(number)d") % {"number": revision.number},
        "subtitle": " · ".join(part for part in (moment, who, revision.get_kind_display(), revision.reason) if part),
        "article": article,
        "revision": revision,
        "words": words,
        "paragraphs": plain_text(words["body"]).split("\n"),
        "back": reverse("admin:articles_article_history", args=[article.pk]),
    }
    request.current_app = site.name
    return TemplateResponse(request, "admin/articles/article/revision.html", context)
