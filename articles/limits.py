"""What a working copy may hold: lengths, choices, references. Asked before a save; the database would say it worse or not."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Article, Section
from media.models import Photo

LONGEST = {"standfirst": 4_000, "lead_caption": 4_000, "lead_alt": 2_000, "internal_note": 20_000}
"""Letters of the texts that have no length of their own."""

MOST_RELATED = 12
MOST_WORDS = 100_000
NO_LENGTH = gettext_lazy("An asked length is a number of words from 1 to 100,000. Nothing was stored.")
GREATEST_ID = 2**63 - 1


def faults(article, stored=None):
    """{field: sentence} of what cannot be stored; an empty dict where all can.

    stored   the article as it stands in the database: what did not change is not looked up again
    """
    found = {**_too_long(article), **_unknown_choices(article), **_related(article, stored), **_asked_words(article)}
    if _changed("section_id", article, stored) and not _exists(Section, article.section_id):
        found["section"] = _("There is no such section. Choose one of the list; nothing was stored.")
    for field in ("lead_photo", "social_photo"):
        pk = getattr(article, f"{field}_id")
        if _changed(f"{field}_id", article, stored) and not _exists(Photo, pk):
            found[field] = _("There is no photograph number %(id)s. Choose another one; nothing was stored.") % {
                "id": pk
            }
    return found


def too_long(label, value, most):
    """The sentence for a value of too many letters."""
    return _("%(field)s: this has %(letters)d letters, and %(most)d fit. Shorten it; nothing was stored.") % {
        "field": str(label).capitalize(),
        "letters": len(value),
        "most": most,
    }


def known_photos(ids):
    """Which of these ids are photographs. Any number is a question."""
    possible = [pk for pk in ids if pk is not None and 0 < pk <= GREATEST_ID]
    return set(Photo.objects.filter(pk__in=possible).values_list("pk", flat=True)) if possible else set()


def _too_long(article):
    found = {}
    for field in Article._meta.concrete_fields:
        most = LONGEST.get(field.name) or (field.editable and field.max_length)
        value = getattr(article, field.attname)
        if most and isinstance(value, str) and len(value) > most:
            found[field.name] = too_long(field.verbose_name, value, most)
    return found


def _unknown_choices(article):
    found = {}
    for field in Article._meta.concrete_fields:
        value = getattr(article, field.attname)
        if field.editable and field.choices and value not in dict(field.flatchoices):
            found[field.name] = _("“%(value)s” is none of the choices here. Nothing was stored.") % {
                "value": str(value)[:40]
            }
    return found


def _related(article, stored):
    if not _changed("related", article, stored):
        return {}
    ids = article.related
    if not isinstance(ids, list) or not all(type(pk) is int and 0 < pk <= GREATEST_ID for pk in ids):
        return {"related": _("Related stories are given by their numbers. Nothing was stored.")}
    if len(ids) > MOST_RELATED:
        return {"related": _("These are %(count)d related stories, and %(most)d fit. Take some out; nothing was stored.")
                % {"count": len(ids), "most": MOST_RELATED}}  # fmt: skip
    missing = set(ids) - set(Article.objects.filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()
    if missing:
        return {"related": _("There is no story number %(id)d. Nothing was stored.") % {"id": min(missing)}}
    return {}


def _asked_words(article):
    asked = article.asked_words
    fits = asked is None or (type(asked) is int and 1 <= asked <= MOST_WORDS)
    return {} if fits else {"asked_words": NO_LENGTH}


def _changed(name, article, stored):
    return stored is None or getattr(article, name) != getattr(stored, name)


def _exists(model, pk):
    return pk is None or (type(pk) is int and 0 < pk <= GREATEST_ID and model.objects.filter(pk=pk).exists())
