"""What is typed and not saved yet, for the story form's script: kept every few seconds, shown to its writer, dropped."""

from datetime import datetime

from django.http import Http404, HttpResponse, HttpResponseNotAllowed, JsonResponse, QueryDict
from django.template.loader import render_to_string
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from articles import bylines, drafting, keeping, limits, publishing, tagging
from articles.admin import preview
from articles.admin.storyparts import before_sending, may_edit, understood_of
from articles.body import BodyRefused
from articles.body.figures import figures as figures_of
from articles.forms import strip, typed
from articles.forms.story import StoryForm, answers, check_length, text_of, without_nulls
from articles.models import Article
from articles.permissions import visible_photos
from media.models import Photo
from media.models.terms import fetch

# the script's three questions -----------------------------------------------------------------------------------------


def keep(request):
    """Keep what was typed. Answers {"kept", "at", "before", "newer"}; 403, 422 {"refused": sentence}."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    data = without_nulls(request.POST)
    article, tab, key = _asked(request.user, data)
    if article is None or not _may_keep(request.user, article):
        return _refused(_("This story is not yours to change now. What you typed is kept in this browser only: copy it, and ask"
                          " the story's editor."), 403)  # fmt: skip
    if not tab or not (article.pk or key):
        return _refused(_("This page is too old to keep what is typed. Save the story, then open it again."), 400)
    fields = typed.fields_of(data)
    try:
        html = text_of(data)
        if "html" not in data:
            html = strip.apply_words(html, data)
        check_length("".join(value for values in fields.values() for value in values))
        now = keeping.keep(request.user, tab, article if article.pk else None, key,
                           base_version=_version(data, article), fields=fields, html=html)  # fmt: skip
    except BodyRefused as refusal:
        return _refused(str(refusal), 422)
    shown = typed.article_of(article, fields, html)
    return JsonResponse(
        {
            "kept": clock_to_the_second(now),
            "at": now.isoformat(),
            "before": _before(request, article, shown, data),
            "newer": _newer(article, _version(data, article)),
        }
    )


def drop(request):
    """Forget what this tab has kept of this story; 204, whether there was something or not."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    article, tab, key = _asked(request.user, request.POST)
    if tab and article is not None:
        keeping.forget(request.user, tab, article if article.pk else None, key)
    return HttpResponse(status=204)


def page(request):
    """The page that readers would get of what this tab has kept. Only its writer gets it."""
    article, tab, key = _asked(request.user, request.GET)
    row = keeping.of(request.user, tab, article if article.pk else None, key) if tab and article is not None else None
    if row is None or (article.pk and not request.user.has_perm("article.view_unpublished", article)):
        raise Http404(_("Nothing is kept of this story."))
    here = _photos(article)
    form = form_of(row, article, request.user)
    form.is_valid()
    kept, new_tags = _words(form)
    shown = here | set(_seen(request.user, publishing.photos_in(kept) - here))
    return preview.draw(request, article, kept, shown=shown, new_tags=new_tags)


# for the pages --------------------------------------------------------------------------------------------------------


def waiting(user, article):
    """What the script of a story form is told of this person's unsaved words: a list of plain values, newest first."""
    rows = keeping.waiting(user, article if article.pk else None, lambda row: typed.is_saved(row, article))
    return [
        {
            "tab": row.tab,
            "key": row.key,
            "at": row.at.isoformat(),
            "clock": clock_to_the_second(row.at),
            "version": row.base_version,
            "stale": article.version > row.base_version,
            "by": last_by(article) if article.version > row.base_version else "",
            "headline": typed.headline_of(row),
            "fields": row.fields,
            "html": row.body,
        }
        for row in rows
    ]


def last_by(article):
    """Who gave the story its present version: by a save or by an act, whichever was later."""
    acted = article.state_by_id is not None and article.state_at > article.updated_at
    person = article.state_by if acted else article.updated_by
    return (person.get_full_name() or person.get_username()) if person else ""


def clock_to_the_second(moment: datetime):
    """16:58:04 for today, 21-11 16:58:04 for other days."""
    local = timezone.localtime(moment)
    today = local.date() == timezone.localdate()
    return formats.date_format(local, "H:i:s" if today else "d-m H:i:s")


# how ------------------------------------------------------------------------------------------------------------------


def form_of(row, article, user):
    """The story form as it was filled when this row was kept."""
    data = QueryDict(mutable=True)
    for name, values in row.fields.items():
        data.setlist(name, values)
    data["html"], data["version"] = row.body, str(row.base_version)
    return StoryForm(data, instance=article, user=user)


def _asked(user, data):
    """(story, tab, key) of a question. A story without a number is a new one, or the one that its key has made meanwhile;
    None where the number is no story's."""
    tab, key, number = typed.name_in(data, "tab"), typed.name_in(data, "key"), data.get("article", "")
    stories = Article.objects.select_related("updated_by", "state_by")
    if number:
        return stories.filter(pk=typed.number(number)).first(), tab, key
    made = stories.filter(created_by=user, source_hash=key).first() if key else None
    return made or Article(), tab, key


def _may_keep(user, article):
    return may_edit(user, article) if article.pk else user.has_perm("article.create")


def _version(data, article):
    """The version that the form was opened with; there is none beyond the story's own."""
    return min(typed.number(data.get("version", "")) or 0, article.version)


def _refused(sentence, status):
    return JsonResponse({"refused": sentence}, status=status)


def _newer(article, base_version):
    """Whether somebody saved or acted since the form was opened: who and when, else None."""
    if article.version <= base_version:
        return None
    at = max(article.updated_at, article.state_at)
    return {"version": article.version, "by": last_by(article), "at": clock_to_the_second(at)}


def _before(request, article, shown, data):
    """“Before sending”, as it stands with what was typed."""
    answered = dict(article.bylines.values_list("name", "contributor_id")) if article.pk else {}
    understood = understood_of(shown.credit_line, {**answered, **answers(data, "who-")})
    placed = {figure.photo for figure in figures_of(shown.body)} - {None}
    here = placed & _photos(article)
    photos = _known(Photo.objects.filter(pk__in=here)) | _seen(request.user, placed - here)
    figures = strip.items(shown.body, photos)
    context = {"article": shown, "before": before_sending(request.user, shown, understood, figures)}
    return render_to_string("admin/articles/article/_before.html", context, request)


def _photos(article):
    """Ids of the photographs that stand in the story as it is saved."""
    figures = {figure.photo for figure in figures_of(article.body)}
    return (figures | {article.lead_photo_id, article.social_photo_id}) - {None}


def _seen(user, ids):
    """{id: photograph} of those that this person may see: nobody learns of others by typing their numbers."""
    ids = limits.known_photos(ids)
    return _known(visible_photos(user, Photo.objects.filter(pk__in=ids))) if ids else {}


def _known(photos):
    """{id: photograph} with what their terms allow, which the list before sending says."""
    return {photo.pk: photo for photo in fetch(photos.knowing_terms())}


def _words(form):
    """(what a revision of the filled form would hold, the tags that do not exist yet)."""
    article = form.apply()
    kept = {name: getattr(article, name) for name in (*drafting.PLAIN, *drafting.REFERENCES)}
    line = article.credit_line if len(article.credit_line) <= bylines.LONGEST_LINE else ""
    kept["bylines"] = [
        [one.contributor.pk, role, one.name]
        for one in bylines.understand(line, form.people)
        if one.contributor
        for role in one.roles
    ]
    tags = tagging.understand(form.cleaned_data.get("tags", []), form.tag_answers)
    kept["tags"] = [one.tag.pk for one in tags if one.tag]
    return kept, [one.name for one in tags if one.status == tagging.NEW]
