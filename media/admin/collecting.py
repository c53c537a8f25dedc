"""What is done with photographs chosen in the grid: collections, searches kept under a name; and the names one may type."""

from urllib.parse import parse_qsl, urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Count, Prefetch
from django.http import HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from media import finding, rights
from media.admin import desk, sheet
from media.models import Collection, Member, Photo, SavedSearch
from newsroom.text import clean, clean_line, fold

NAMES = 12  # in one answer
LOOKED_AT = 200  # photographs whose names are offered
LONGEST_NAME, LONGEST_SEARCH_NAME, LONGEST_QUERY, LONGEST_NOTE = 120, 80, 1000, 2000


def _grid(query: str = "") -> str:
    address = reverse("admin:media_photo_changelist")
    return f"{address}?{query}" if query else address


def _back(request) -> HttpResponseRedirect:
    """To the grid as it was: `back` is what stood behind its address's question mark."""
    return HttpResponseRedirect(_grid(urlencode(parse_qsl(request.POST.get("back", "")[:LONGEST_QUERY]))))


def _may_look(request) -> None:
    if not request.user.has_perm("photo.view_unreleased"):
        raise PermissionDenied


def chosen_ids(request) -> list[int]:
    """Of the photographs of a form (`photo`, several) those that this person may see, in the form's order."""
    asked = [int(pk) for pk in request.POST.getlist("photo") if pk.isdecimal() and pk.isascii() and len(pk) < 19]
    asked = list(dict.fromkeys(asked))[: sheet.MOST_PHOTOS]
    seen = set(rights.visible(request.user, Photo.objects.kept().filter(pk__in=asked)).values_list("pk", flat=True))
    return [pk for pk in asked if pk in seen]


# ---- names -------------------------------------------------------------------------------------------------------------


@require_GET
def names(request):
    """Names of a kind (finding.KINDS) that begin as typed or hold it: {"names": [...]}, of photographs one may see."""
    _may_look(request)
    kind, typed = request.GET.get("kind", ""), clean_line(request.GET.get("q", ""))[:100]
    if kind not in finding.KINDS:
        return JsonResponse({"names": []})
    photos = rights.visible(request.user, Photo.objects.kept()).only("pk", "uploaded_at", *finding.KINDS[kind])
    asked = finding.parse(typed.replace("-", " "))
    if finding.is_everything(asked):
        found = list(photos.newest_first()[:LOOKED_AT])
    else:
        found, _older = finding.page(photos, asked, LOOKED_AT)
    wanted = fold(typed)
    fitting = {fold(name): name for photo in found for name in finding.names(photo, kind) if wanted in fold(name)}
    best = sorted(fitting, key=lambda folded: not folded.startswith(wanted))
    return JsonResponse({"names": [fitting[folded] for folded in best[:NAMES]]})


# ---- what is done with a selection -------------------------------------------------------------------------------------


@require_POST
def chosen(request):
    """`do` with the chosen photographs: words (their contact sheet), rights, collect (`to`, or `name` and `kind`)."""
    _may_look(request)
    ids = chosen_ids(request)
    if not ids:
        messages.warning(request, _("Choose at least one photograph first; nothing was changed."))
        return _back(request)
    if request.POST.get("do") == "words":
        return HttpResponseRedirect(f"{reverse('admin:media_photo_upload')}?{urlencode([('photo', pk) for pk in ids])}")
    if request.POST.get("do") == "rights":
        return HttpResponseRedirect(f"{reverse('admin:media_photo_rights')}?ids={','.join(str(pk) for pk in ids)}")
    name = clean_line(request.POST.get("name", ""))[:LONGEST_NAME]
    to = request.POST.get("to", "")
    if name:
        kind = request.POST.get("kind", "")
        kind = kind if kind in Collection.Kind else Collection.Kind.COLLECTION
        collection = Collection.objects.create(name=name, kind=kind, by=request.user)
    elif to.isdecimal() and to.isascii() and len(to) < 19:
        collection = get_object_or_404(Collection.objects.open_to(request.user), pk=int(to))
    else:
        messages.warning(request, _("Choose a collection or type the name of a new one; nothing was changed."))
        return _back(request)
    added = collection.add(ids)
    word = ngettext(
        "%(n)s photograph was added to “%(name)s”.", "%(n)s photographs were added to “%(name)s”.", added
    ) % {"n": added, "name": collection}
    messages.success(request, word)
    if added < len(ids):
        messages.info(request, _("The others were in it already, or it is full."))
    return HttpResponseRedirect(_grid(f"collection={collection.pk}")) if name else _back(request)


# ---- collections -------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD"])
def collections(request, context):
    """All shoots and collections that are open to this person, newest first, each with a picture.

    ?q= words of their names, ?before= goes on where the last page ended.
    """
    _may_look(request)
    typed, before = clean_line(request.GET.get("q", ""))[:100], request.GET.get("before", "")
    rows = Collection.objects.open_to(request.user).select_related("by").order_by("-pk")
    for word in typed.split()[:6]:
        rows = rows.filter(name__icontains=word)
    if before.isdecimal() and before.isascii() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    found = list(rows[: desk.PICKED + 1])
    shown = found[: desk.PICKED]
    return TemplateResponse(
        request,
        "admin/media/photo/collections.html",
        {
            **context,
            "title": _("Shoots and collections"),
            "collections": _with_covers(request.user, shown),
            "q": typed,
            "older": urlencode({"q": typed, "before": shown[-1].pk}) if len(found) > len(shown) else "",
        },
    )


def _with_covers(user, rows: list[Collection]) -> list[dict]:
    """Each with its cover, or its first photographs' first one, and how many it holds; of what this person may see."""
    seen = rights.visible(user, Photo.objects.kept())
    counts = dict(
        Member.objects.filter(collection__in=rows, photo__in=seen.values("pk"))
        .values_list("collection")
        .annotate(n=Count("pk"))
    )
    firsts = Member.objects.filter(order__lte=3).order_by("order")
    firsts = Collection.objects.filter(pk__in=[row.pk for row in rows]).prefetch_related(
        Prefetch("members", queryset=firsts, to_attr="firsts")
    )
    candidates = {row.pk: [row.cover_id, *(member.photo_id for member in row.firsts)] for row in firsts}
    wanted = {pk for several in candidates.values() for pk in several if pk}
    photos = seen.filter(pk__in=wanted).with_pictures().in_bulk()
    return [
        {
            "row": row,
            "count": counts.get(row.pk, 0),
            "cover": next((photos[pk] for pk in candidates[row.pk] if pk in photos), None),
            "address": _grid(f"collection={row.pk}"),
        }
        for row in rows
    ]


@require_POST
def change(request, collection_id):
    """`do` with one collection: earlier, later, remove, cover (its chosen photographs), rename or delete (its maker)."""
    _may_look(request)
    collection = get_object_or_404(Collection.objects.open_to(request.user), pk=collection_id)
    do = request.POST.get("do", "")
    if do in {"rename", "delete"} and not (collection.by_id == request.user.pk or request.user.is_superuser):
        messages.error(request, _("Only whoever made it may rename or delete it. Nothing was changed."))
        return _back(request)
    if do == "rename":
        name = clean_line(request.POST.get("name", ""))[:LONGEST_NAME]
        if not name:
            messages.error(request, _("A collection needs a name. Nothing was changed."))
            return _back(request)
        kind = request.POST.get("kind", "")
        collection.kind = kind if kind in Collection.Kind else collection.kind
        collection.name, collection.note = name, clean(request.POST.get("note", "")).strip()[:LONGEST_NOTE]
        collection.save(update_fields=["name", "kind", "note"])
        messages.success(request, _("Saved."))
        return _back(request)
    if do == "delete":
        collection.delete()
        messages.success(request, _("“%(name)s” is gone; its photographs stay in the library.") % {"name": collection})
        return HttpResponseRedirect(reverse("admin:media_photo_collections"))
    ids = chosen_ids(request)
    if not ids:
        messages.warning(request, _("Choose at least one photograph first; nothing was changed."))
    elif do in {"earlier", "later"}:
        collection.move(ids, -1 if do == "earlier" else 1)
    elif do == "remove":
        count = collection.remove(ids)
        word = ngettext("%(n)s photograph was taken out.", "%(n)s photographs were taken out.", count)
        messages.success(request, word % {"n": count})
    elif do == "cover":
        collection.cover_id = ids[0]
        collection.save(update_fields=["cover"])
        messages.success(request, _("The cover is set."))
    return _back(request)


# ---- searches ----------------------------------------------------------------------------------------------------------


@require_POST
def searches(request):
    """Keep the grid's words and filters (`back`) under a `name`; with `id` and `do`: rename, delete, of one's own."""
    _may_look(request)
    if request.POST.get("id", ""):
        return _changed_search(request)
    name = clean_line(request.POST.get("name", ""))[:LONGEST_SEARCH_NAME]
    query = urlencode(parse_qsl(request.POST.get("back", "")))
    if not name or not query or len(query) > LONGEST_QUERY:
        messages.error(request, _("Type a name for this search, and set words or filters first. Nothing was saved."))
        return _back(request)
    own = SavedSearch.objects.filter(by=request.user)
    if own.exclude(name=name).count() >= SavedSearch.MOST:
        word = _("At most %(count)s searches are kept for one person. Delete one first; nothing was saved.")
        messages.error(request, word % {"count": SavedSearch.MOST})
        return _back(request)
    values = {"query": query, "shared": "shared" in request.POST}
    SavedSearch.objects.update_or_create(by=request.user, name=name, defaults=values)
    messages.success(request, _("The search is kept as “%(name)s”.") % {"name": name})
    return _back(request)


def _changed_search(request):
    asked = request.POST["id"]
    row = None
    if asked.isdecimal() and asked.isascii() and len(asked) < 19:
        row = SavedSearch.objects.filter(by=request.user, pk=int(asked)).first()
    if row is None:
        messages.error(request, _("This search is not yours to change, or it is gone. Nothing was changed."))
    elif request.POST.get("do") == "delete":
        row.delete()
        messages.success(request, _("“%(name)s” is no longer kept.") % {"name": row})
    else:
        row.name = clean_line(request.POST.get("name", ""))[:LONGEST_SEARCH_NAME] or row.name
        row.shared = "shared" in request.POST
        try:
            with transaction.atomic():
                row.save(update_fields=["name", "shared"])
            messages.success(request, _("Saved."))
        except IntegrityError:
            messages.error(request, _("You have another search of this name. Nothing was changed."))
    return _back(request)
