"""What the story form says of a story beside its fields: what is missing, the next step, the other acts, a conflict."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles import bylines, publishing, workflow
from articles.admin import credithint, pictures, refs, storyrights
from articles.admin.rows import mark_of
from articles.body.deskform import to_desk
from articles.forms import strip
from articles.models import Event, State
from articles.permissions import edit_action
from media.wording import alt_fault
from newsroom import text

CLOSED = [
    (gettext_lazy("Lists and type"), "lists", ("kicker", "short_headline", "kind", "language", "place")),
    (
        gettext_lazy("Address and sharing"),
        "sharing",
        ("slug", "seo_title", "seo_description", "social_title", "social_description", "social_photo"),
    ),
    (gettext_lazy("Related stories"), "related", ("related",)),
    (gettext_lazy("Notes and history"), "notes", ("asked_words", "internal_note")),
]
"""The parts of the form that stay closed until somebody opens them: title, name, fields."""

PLACES = [
    ("left", gettext_lazy("left")),
    ("center", gettext_lazy("centre")),
    ("right", gettext_lazy("right")),
    ("wide", gettext_lazy("wide")),
]

NEXT = {
    State.DRAFT: "submit",
    State.IN_REVIEW: "publish",
    State.SCHEDULED: "publish",
    State.LIVE: "update",
    State.WITHDRAWN: "republish",
}
COMPARED = ("kicker", "headline", "standfirst", "place", "credit_line", "internal_note")


def parts(request, article, form):
    """Everything on the page beside the frame: also what a save without leaving the page brings up to date."""
    line = form["credit_line"].value() or ""
    understood = understood_of(line, form.people)
    figures, lead = strip.items(article.body), pictures.lead_of(article)
    photos = {item.photo.pk: item.photo for item in figures if item.photo}
    if lead:
        photos[lead["photo"].pk] = lead["photo"]
    made = credithint.made_of(article, figures, lead)
    main = main_act(request.user, article)
    differs = article.state == State.LIVE and bool(article.pk) and publishing.differs_from_live(article)
    return {
        "article": article,
        "form": form,
        "editable": not article.pk or may_edit(request.user, article),
        "title": article.headline or _("New story"),
        "mark": mark_of(article) if article.pk else None,
        "groups": [
            {"title": title, "name": name, "fields": [form[field] for field in fields],
             "open": any(form[field].errors for field in fields)}
            for title, name, fields in CLOSED
        ],
        "strip": figures,
        "lead": lead,
        "rights": storyrights.beside(article, list(photos.values())),
        "understood": understood,
        "line": line,
        **credithint.parts(line, made, language=article.language, kind=article.kind),
        "before": before_sending(request.user, article, understood, figures),
        "places": PLACES,
        "main": main,
        "quiet": bool(main) and main.act == "update" and not differs,
        "others": other_acts(request.user, article, main),
        "saved_at": timezone.localtime(article.updated_at) if article.pk else None,
        "may_upload": request.user.has_perm("photo.upload"),
        "may_read_history": bool(article.pk) and request.user.has_perm("audit.read_article", article),
        "differs": differs,
    }  # fmt: skip


def understood_of(line, people):
    """[(bylines.Understood, the answer already given or "")] of a credit line. An endless one is not looked at."""
    found = bylines.understand(line, people) if len(line) <= bylines.LONGEST_LINE else []
    return [(one, people.get(one.name, "")) for one in found]


def may_edit(user, article):
    return user.has_perm(edit_action(article), article)


def main_act(user, article):
    """The one next step of this person with this story, or None where saving is all there is to do."""
    if not article.pk:
        return workflow.ACTS["submit"]
    wanted = NEXT[article.state]
    return next((one for one in workflow.acts_for(user, article) if one.act == wanted), None)


def other_acts(user, article, main):
    if not article.pk:
        return []
    return [one for one in workflow.acts_for(user, article) if one != main and one.act != "restore"]


def before_sending(user, article, understood, figures):
    """What is still missing, each a link to its place: [(done, words, anchor)].

    user         for whom: what they may know of the stories that are linked to
    understood   of the credit line
    figures      of the text, strip.Items
    """
    unsure = [one for one, _answer in understood if one.status == bylines.UNSURE]
    rows = [
        (bool(article.headline), _("Headline"), "id_headline"),
        (bool(article.body), _("Story text"), "id_text"),
        (bool(article.credit_line), _("Credit line"), "id_credit_line"),
        (article.section_id is not None, _("Section"), "id_section"),
    ]
    if unsure:
        rows.append((False, _("Who is “%(name)s”?") % {"name": unsure[0].name}, "id_credit_line"))
    if shut := refs.unreadable(user, article.body):
        words = ngettext(
            "%d link leads to what readers cannot open", "%d links lead to what readers cannot open", shut
        )  # fmt: skip
        rows.append((False, words % shut, "id_text"))
    return rows + [(False, words % len(those), f"shot-{those[0].key}") for words, those in _lacking(figures) if those]


def _lacking(figures):
    """[(sentence with the count to come, the figures)]: each kind of thing that pictures can lack."""
    placed = [item for item in figures if not item.waiting]
    waiting = [item for item in figures if item.waiting]
    withdrawn = [item for item in placed if item.photo.withdrawn_at]
    uncaptioned = [item for item in placed if not item.caption]
    uncredited = [item for item in placed if not item.credit]
    forbidden = [item for item in placed if not item.photo.rights(has_run=False).allowed]
    asked = [item for item in placed if item.asks_alt]
    faults = [(item, alt_fault(item.alt_read, item.caption, item.photo.original_name)) for item in placed]
    repeating = [item for item, fault in faults if fault == "caption"]
    file_names = [item for item, fault in faults if fault == "file name"]
    return [
        (ngettext("%d picture is still missing", "%d pictures are still missing", len(waiting)), waiting),
        (ngettext("%d picture was withdrawn: take it out", "%d pictures were withdrawn: take them out", len(withdrawn)),
         withdrawn),
        (ngettext("%d picture cannot be used now", "%d pictures cannot be used now", len(forbidden)), forbidden),
        (ngettext("%d picture has no caption", "%d pictures have no caption", len(uncaptioned)), uncaptioned),
        (ngettext("%d picture has no credit", "%d pictures have no credit", len(uncredited)), uncredited),
        (ngettext("%d picture has no words for blind readers", "%d pictures have no words for blind readers", len(asked)),
         asked),
        (ngettext("%d picture whose words for blind readers only repeat the caption",
                  "%d pictures whose words for blind readers only repeat the caption", len(repeating)), repeating),
        (ngettext("%d picture whose words for blind readers are only its file name",
                  "%d pictures whose words for blind readers are only their file names", len(file_names)), file_names),
    ]  # fmt: skip


def conflict_of(request, mine, theirs):
    """Both texts of a story that somebody saved meanwhile: what the page shows side by side."""
    return {
        "by": theirs.updated_by and (theirs.updated_by.get_full_name() or theirs.updated_by.get_username()),
        "at": timezone.localtime(theirs.updated_at),
        "state": theirs.get_state_display(),
        "may_save": may_edit(request.user, theirs),
        "fields": [
            (mine._meta.get_field(name).verbose_name, getattr(theirs, name), getattr(mine, name))
            for name in COMPARED
            if getattr(theirs, name) != text.clean(getattr(mine, name)).strip()
        ],
        "texts": (to_desk(theirs.body), to_desk(mine.body)) if theirs.body != mine.body else None,
    }


def pressed_twice(user, act, mine, theirs, base_version):
    """Whether this post is the second press of one button: the same words, saved or sent on by the same person just now."""
    if any(text.clean(getattr(mine, name)).strip() != getattr(theirs, name) for name in COMPARED):
        return False
    if mine.body != theirs.body:
        return False
    if not act:
        return theirs.updated_by_id == user.pk and theirs.version == base_version + 1
    last = Event.objects.filter(article_id=theirs.pk).order_by("-id").first()
    return bool(last) and (last.act, last.by_id) == (act, user.pk) and theirs.version == base_version + 2
