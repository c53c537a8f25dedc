"""Until when a story's pictures may be shown: said beside the story, and a page on which a fallback is chosen."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import publishing
from articles.models import Article, EndedPicture, Event, Figure, PhotoFallback
from articles.permissions import edit_action
from media import clearing, crops, rights, terms
from media.admin import desk
from media.models import Photo

CANDIDATES = 24


@dataclass
class Line:
    """One picture of a story and what may be done with it. fallback: what stands there afterwards, if that was chosen."""

    photo: Photo
    state: terms.State
    fallback: Photo | None = None
    remarks: tuple = ()
    live: bool = False

    @property
    def tells(self):
        """Whether there is anything to say of it."""
        return self.state.kind not in {"usable", "unknown"} or bool(self.remarks)

    @property
    def asks(self):
        """Whether it can come to leave the story, so that a fallback is worth choosing."""
        return self.state.ends_at is not None

    @property
    def thumb(self):
        return thumb_of(self.photo)


def thumb_of(photo):
    width, height = crops.scaled(photo.size, min(desk.THUMB, photo.width))
    src = reverse("admin:media_photo_thumb", args=[photo.pk, desk.THUMB]) if photo.renditions.all() else ""
    return {"src": src, "width": width, "height": height}


def beside(article, photos):
    """What the story form says of its pictures' rights, or None where there is nothing to say.

    photos   those of the working copy, with their pictures and terms
    """
    lines = _lines(article, photos, timezone.now())
    told = [line for line in lines if line.tells]
    ends = [line.state.ends_at for line in lines if line.state.ends_at]
    near = _near_quotas(article, photos)
    if not told and not near:
        return None
    first = min(ends) if ends else None
    return {
        "lines": told,
        "earliest": terms.until(first) if first else "",
        "near": near,
        "url": reverse("admin:articles_article_rights", args=[article.pk]) if article.pk else "",
    }


def _lines(article, photos, now, live=frozenset()):
    chosen = {}
    if article.pk and photos:
        rows = PhotoFallback.objects.filter(article=article.pk, photo__in=photos).select_related("fallback")
        chosen = {row.photo_id: row.fallback for row in rows.prefetch_related("fallback__renditions")}
    ran = publishing.ran_elsewhere(article, photos)
    return [
        Line(
            photo,
            photo.rights(now, has_run=photo.pk in ran),
            chosen.get(photo.pk),
            tuple(clearing.remarks(photo)),
            photo.pk in live,
        )
        for photo in photos
    ]


def _near_quotas(article, photos):
    """Sentences on suppliers whose quota of this month is nearly, or wholly, taken when this story goes out."""
    found = []
    for supplier, taken, new in publishing.quotas_of(article, photos, timezone.now()):
        warn_at = supplier.quota if supplier.warn_at is None else supplier.warn_at
        if taken + new >= warn_at:
            words = _("%(name)s: with this story %(count)d of %(quota)d pictures of this month are taken.")
            found.append(words % {"name": supplier, "count": taken + new, "quota": supplier.quota})
    return found


def page(request, site, article):
    """/admin/articles/article/<id>/rights/: every picture of the story with its state, and ?for= to choose a fallback."""
    may_choose = request.user.has_perm(edit_action(article), article)
    if request.method == "POST":
        if not may_choose:
            raise PermissionDenied(_("The pictures of this story are not yours to change now. Ask its editor."))
        _act(request, article)
        return HttpResponseRedirect(reverse("admin:articles_article_rights", args=[article.pk]))
    figures = Figure.objects.filter(article=article).exclude(photo=None)
    live = set(figures.filter(where=Figure.Where.LIVE).values_list("photo_id", flat=True))
    photos = list(
        Photo.objects.filter(pk__in=figures.values("photo"), withdrawn_at=None).order_by("pk").with_pictures()
    )
    lines = _lines(article, photos, timezone.now(), live)
    lines.sort(key=lambda line: (line.state.ends_at is None, line.state.ends_at, line.photo.pk))
    wanted = request.GET.get("for", "")
    chosen_for = next((line for line in lines if str(line.photo.pk) == wanted), None)
    query = request.GET.get("q", "")[:200]
    context = {
        **site.each_context(request),
        "title": _("Rights of the pictures"),
        "article": article,
        "lines": lines,
        "may_choose": may_choose,
        "ended": article.ended_pictures.filter(seen_at=None).select_related("photo", "fallback"),
        "chosen_for": chosen_for if may_choose else None,
        "query": query,
        "candidates": _candidates(request.user, photos, chosen_for, query) if chosen_for and may_choose else [],
    }
    return TemplateResponse(request, "admin/articles/article/rights.html", context)


def _candidates(user, photos, line, query):
    """What this person may place and what may be shown from the day on which this one may not, newest first."""
    usable = rights.placeable(user, Photo.objects.usable(_from(line.state))).exclude(pk__in=[one.pk for one in photos])
    found = usable.search(query).newest_first().with_pictures()[:CANDIDATES]
    return [{"photo": photo, "thumb": thumb_of(photo)} for photo in found]


def _from(state):
    return state.ends_at or timezone.now()


def _act(request, article):
    data = request.POST
    if "seen" in data:
        row = EndedPicture.objects.filter(article=article, pk=_id(data["seen"]), seen_at=None)
        row.update(seen_at=timezone.now(), seen_by=request.user)
        return
    photo = Photo.objects.filter(pk=_id(data.get("photo", "")), figures__article=article).first()
    if photo is None:
        messages.error(request, _("That picture is not in this story any more. Nothing was changed."))
    elif "without" in data:
        with transaction.atomic():
            gone, _rows = PhotoFallback.objects.filter(article=article, photo=photo).delete()
            if gone:
                Event.record("fallback", by=request.user, article_id=article.pk, photo_id=photo.pk)
        messages.success(request, _("Without a fallback: the figure leaves the story on the day."))
    else:
        _choose(request, article, photo, _id(data.get("fallback", "")))


def _choose(request, article, photo, fallback_id):
    fallback = Photo.objects.with_pictures().filter(pk=fallback_id).first()
    if fallback is None or fallback.pk == photo.pk or not request.user.has_perm("photo.attach", fallback):
        messages.error(request, _("That photograph cannot be placed by you. Choose another one; nothing was changed."))
        return
    if why := fallback.why_not(_from(photo.rights())):
        words = {"name": fallback.original_name, "why": why}
        messages.error(request, _("“%(name)s” would not do on that day: %(why)s Choose another one.") % words)
        return
    with transaction.atomic():
        Article.objects.select_for_update().get(pk=article.pk)
        PhotoFallback.objects.update_or_create(
            article=article,
            photo=photo,
            defaults={"fallback": fallback, "by": request.user, "at": timezone.now()},
        )
        data = {"fallback": fallback.pk}
        Event.record("fallback", by=request.user, article_id=article.pk, photo_id=photo.pk, data=data)
    messages.success(request, _("Chosen. The clock puts it there when the rights of the other one end."))


def _id(written):
    return int(written) if written.isdecimal() and len(written) < 19 else None
