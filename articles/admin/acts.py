"""One act on one story: what it asks, what it will do, and the button. The story form and the lists lead here."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import publishing, workflow
from articles.forms.act import ASKS_STANDING, ActForm
from articles.models import Event, PublishedArticle


def page(request, site, article, act):
    transition = workflow.ACTS.get(act)
    if transition is None or transition.who is workflow.CLOCK or act == "picture":
        raise Http404
    if not request.user.has_perm(transition.who, article):
        raise PermissionDenied(_("You may not do this to this story. Ask its section editor."))
    form = ActForm(act, article, request.POST or None, initial={"revision": request.GET.get("revision")})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if _pressed_twice(request.user, act, article, given["version"]):
            messages.info(request, _("You pressed “%(act)s” twice. It was done once.") % {"act": transition.label})
            return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))
        if _perform(request, act, article, given):
            return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))
    left_out = publishing.left_out(article) if act in ASKS_STANDING else 0
    context = {
        **site.each_context(request),
        "title": f"{transition.label}: {article}",
        "article": article,
        "act": transition,
        "form": form,
        "faults": workflow.faults(act, article, by=request.user),
        "fits": article.state in transition.sources,
        "left_out": _left_out(left_out),
        "button": _button(transition, left_out),
        "revision": _revision(article, form["revision"].value()),
    }
    return TemplateResponse(request, "admin/articles/article/act.html", context, status=422 if form.errors else 200)


def _pressed_twice(user, act, article, version):
    """Whether this post is the second press of the button: the same person just did this act to that version."""
    last = Event.objects.filter(article_id=article.pk).order_by("-id").first()
    return bool(last) and (last.act, last.by_id) == (act, user.pk) and article.version == version + 1


def _left_out(count):
    words = ngettext(
        "%(count)d figure still waits for its picture: readers will not see it.",
        "%(count)d figures still wait for their pictures: readers will not see them.",
        count,
    )
    return words % {"count": count} if count else ""


def _button(transition, left_out):
    """The act's own word, and how many figures it leaves out."""
    if not left_out:
        return transition.label
    words = ngettext("%(act)s without %(count)d picture", "%(act)s without %(count)d pictures", left_out)
    return words % {"act": transition.label, "count": left_out}


def _revision(article, pk):
    """The version of this id, if it is one of this story."""
    if pk is None or not str(pk).isdecimal() or len(str(pk)) > 18:
        return None
    return article.revisions.filter(pk=pk).first()


def _perform(request, act, article, given):
    if given.get("revision") and _revision(article, given["revision"]) is None:
        messages.error(request, _("This story has no such version."))
        return False
    try:
        workflow.perform(
            act, article, by=request.user, note=given.get("note", ""), at=given.get("at"), standing=given.get("standing"),
            revision=_revision(article, given.get("revision")), expect_version=given["version"],
        )  # fmt: skip
    except workflow.Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, reason)
        return False
    messages.success(request, done(act, article))
    return True


def done(act, article):
    """What to say afterwards; after publishing, with the link to the page as readers get it."""
    if act in {"publish", "update", "republish"}:
        row = PublishedArticle.objects.in_lists().get(pk=article.pk)
        return format_html(
            '{} <a href="{}">{}</a>', _("Published."), row.get_absolute_url(), _("Read it as readers get it")
        )
    if act == "schedule":
        hour = formats.date_format(timezone.localtime(article.publish_at), "H:i d-m-Y")
        return _("Scheduled: “%(headline)s” goes out at %(hour)s.") % {"headline": article, "hour": hour}
    return {
        "submit": _("Sent. “%(headline)s” waits for an editor now."),
        "recall": _("Recalled. “%(headline)s” is a draft again."),
        "return": _("Returned. The writer sees “%(headline)s” with your note on the start page."),
        "unschedule": _("“%(headline)s” is off the clock and in review again."),
        "withdraw": _("Taken down. The address of “%(headline)s” answers that it was withdrawn."),
        "restore": _("The older version of “%(headline)s” is the working copy again; readers see no change yet."),
    }[act] % {"headline": article}
