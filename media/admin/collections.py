"""Collections and saved searches: their page, and what the grid sends here."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from media import crops, rights
from media.admin import desk
from media.models import Collection, Member, Photo, SavedSearch
from newsroom.text import clean_line

SHOWN = 4  # pictures of a collection on the page of all
MOST = 500  # photographs at once
MOST_LISTED = 200


@require_http_methods(["GET", "HEAD", "POST"])
def page(request, context):
    """All collections; POST makes one, puts photographs into one, takes them out, moves, renames or deletes: see ACTS.

    context   what every desk page gets
    """
    if not request.user.has_perm("photo.view_unreleased"):
        raise PermissionDenied
    if request.method == "POST":
        act = ACTS.get(request.POST.get("act", ""))
        if act is None:
            messages.error(request, _("Nothing was done: the page was too old. Try again."))
            return _back(request)
        return act(request) or _back(request)
    shown = [_shown(request.user, one) for one in Collection.objects.select_related("by")[:MOST_LISTED]]
    return TemplateResponse(
        request, "admin/media/photo/collections.html", {**context, "title": _("Collections"), "collections": shown}
    )


def _shown(user, collection: Collection) -> dict:
    """A collection with how many of its photographs this person may see, and the first of them."""
    own = Photo.objects.kept().filter(kept_in__collection=collection)
    seen = rights.visible(user, own)
    pictures = []
    for photo in seen.order_by("kept_in__order")[:SHOWN]:
        width, height = crops.scaled(photo.size, min(desk.THUMB, photo.width))
        pictures.append({"photo": photo, "width": width, "height": height})
    return {
        "collection": collection,
        "count": seen.count(),
        "pictures": pictures,
        "mine": _may_change(user, collection),
        "url": f"{reverse('admin:media_photo_changelist')}?collection={collection.pk}",
    }


def _may_change(user, collection: Collection) -> bool:
    """Rename, order, delete it: whoever made it, and whoever may write the words of all its photographs."""
    own = Photo.objects.filter(kept_in__collection=collection)
    return collection.by_id == user.pk or rights.granted(user, "photo.edit_caption", own).count() == own.count()


# ---- acts ----------------------------------------------------------------------------------------------------------


def _put(request):
    """Photographs into a collection: one that is there, or a new one of the name that was typed."""
    photos = _chosen(request)
    if not photos:
        messages.error(request, _("Choose at least one photograph. Nothing was changed."))
        return None
    name = clean_line(request.POST.get("name", ""))[:120]
    if name:
        kind = Collection.Kind.SHOOT if request.POST.get("kind") == "shoot" else Collection.Kind.COLLECTION
        collection = Collection.objects.create(name=name, by=request.user, kind=kind)
    else:
        collection = _asked(request)
    if collection is None:
        messages.error(request, _("Choose a collection, or type the name of a new one. Nothing was changed."))
        return None
    count = collection.add(photos)
    said = ngettext(
        "%(count)s photograph was put into “%(name)s”.", "%(count)s photographs were put into “%(name)s”.", count
    )
    messages.success(request, said % {"count": count, "name": collection.name})
    return None


def _take(request):
    """Photographs out of a collection; they stay in the library."""
    collection = _asked(request, "this")
    photos = _chosen(request)
    if collection is None or not photos:
        messages.error(request, _("Choose at least one photograph. Nothing was changed."))
        return None
    count, _each = Member.objects.filter(collection=collection, photo__in=photos).delete()
    said = ngettext(
        "%(count)s photograph was taken out of “%(name)s”. It stays in the library.",
        "%(count)s photographs were taken out of “%(name)s”. They stay in the library.",
        count,
    )
    messages.success(request, said % {"count": count, "name": collection.name})
    return None


def _to_front(request):
    return _moved(request, to_front=True)


def _to_end(request):
    return _moved(request, to_front=False)


def _moved(request, *, to_front):
    """The chosen to the front of a collection, or to its end."""
    collection = _own(request, "this")
    photos = _chosen(request)
    if collection and photos:
        first = collection.members.exclude(photo__in=photos).order_by("order", "pk").first()
        collection.move([photo.pk for photo in photos], first.photo_id if first and to_front else None)
    return None


def _rename(request):
    collection = _own(request)
    name = clean_line(request.POST.get("name", ""))[:120]
    if collection and name:
        Collection.objects.filter(pk=collection.pk).update(name=name)
    elif collection:
        messages.error(request, _("A collection needs a name. Nothing was changed."))
    return None


def _delete(request):
    """The collection alone goes; its photographs stay."""
    collection = _own(request)
    if collection:
        collection.delete()
        messages.success(
            request, _("“%(name)s” was deleted. Its photographs stay in the library.") % {"name": collection.name}
        )
    return HttpResponseRedirect(reverse("admin:media_photo_collections"))


ACTS = {"put": _put, "take": _take, "front": _to_front, "end": _to_end, "rename": _rename, "delete": _delete}


def _chosen(request) -> list[Photo]:
    """The photographs that were chosen and may be seen by this person, in the order in which they were sent."""
    ids = [int(pk) for pk in request.POST.getlist("photo") if pk.isdecimal() and pk.isascii() and len(pk) < 19][:MOST]
    seen = rights.visible(request.user, Photo.objects.kept().filter(pk__in=ids)).in_bulk()
    return [seen[pk] for pk in dict.fromkeys(ids) if pk in seen]


def _asked(request, field="collection") -> Collection | None:
    pk = request.POST.get(field, "")
    return Collection.objects.filter(pk=int(pk)).first() if pk.isdecimal() and pk.isascii() and len(pk) < 19 else None


def _own(request, field="collection") -> Collection | None:
    """The collection asked for, where this person may change it."""
    collection = _asked(request, field)
    if collection is None:
        raise Http404
    if not _may_change(request.user, collection):
        messages.error(request, _("This collection is somebody else's. Nothing was changed."))
        return None
    return collection


def _back(request):
    """Where the person came from, on this host; else the grid."""
    to = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(to, None):
        to = reverse("admin:media_photo_changelist")
    return HttpResponseRedirect(to)


# ---- saved searches ------------------------------------------------------------------------------------------------


@require_POST
def searches(request):
    """Keep the search of the grid by a name (name, query, shared), or forget one (forget)."""
    if not request.user.has_perm("photo.view_unreleased"):
        raise PermissionDenied
    forget = request.POST.get("forget", "")
    if forget.isdecimal() and forget.isascii() and len(forget) < 19:
        SavedSearch.objects.filter(pk=int(forget), by=request.user).delete()
        return _back(request)
    name = clean_line(request.POST.get("name", ""))[:80]
    query = QueryDict(request.POST.get("query", "")[:1000]).urlencode()
    if not name or not query:
        messages.error(request, _("A search needs a name, and something that is looked for. Nothing was kept."))
        return _back(request)
    SavedSearch.objects.update_or_create(
        by=request.user, name=name, defaults={"query": query[:1000], "shared": bool(request.POST.get("shared"))}
    )
    return _back(request)
