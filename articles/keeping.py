"""What is typed and not saved yet, kept beside the working copy until a save takes it in or its writer drops it.

Nothing here touches a story, its version, its history or what readers get. Every question names the person who asks:
nobody reads what somebody else has not saved.
"""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from articles.models import Autosave

LONGEST_KEPT = timedelta(days=60)
MOST_BEGUN = 30


def keep(user, tab, article, key="", *, base_version, fields, html, now=None):
    """Keep this in place of what was kept before of the same tab and story. Returns when.

    article        the story typed in, or None for one that was never saved: then `key` tells it
    base_version   the version that the form was opened with
    fields         the form's fields as typed, {name: [values]}
    html           the text
    Raises BodyRefused where the text can never be stored.
    """
    now = now or timezone.now()
    rows = _rows(user, tab, article, key)
    kept = {"base_version": base_version, "fields": fields, "body": html, "at": now}
    if rows.update(**kept):
        return now
    _drop_old_ones(user, now)
    row = Autosave(user=user, tab=tab, article=article, key="" if article else key, **kept)
    Autosave.objects.bulk_create([row], ignore_conflicts=True)  # an answer that came later than the next question
    rows.update(**kept)
    return now


def of(user, tab, article, key=""):
    """What this person's tab has kept of this story, or None."""
    return _rows(user, tab, article, key).first()


def waiting(user, article, same, *, but_not_tab=""):
    """What this person has kept of a story, newest first; article None: of the stories that were never saved.

    same   tells of a row whether it says what is saved anyway; such rows are removed
    """
    rows = list(Autosave.objects.filter(user=user, article=article).exclude(tab=but_not_tab))
    needless = [row for row in rows if same(row)]
    if needless:
        Autosave.objects.filter(pk__in=[row.pk for row in needless]).delete()
    return [row for row in rows if row not in needless]


def begun(user, stories, *, new):
    """The newest that this person has kept of these stories, newest first; new: also of those never saved. One query."""
    wanted = Q(article__in=stories.order_by().values("pk"))
    if new:
        wanted |= Q(article=None)
    rows = Autosave.objects.filter(wanted, user=user)
    return rows.select_related("article__section", "article__state_by").defer("article__search_text")[:MOST_BEGUN]


def forget(user, tab, article, key=""):
    _rows(user, tab, article, key).delete()


def forget_saved(user, article, *, tab="", key=""):
    """A story was saved: what its tab had kept of it is in it now, and what was kept before it had a number."""
    saved = Q(pk__in=[])
    if tab:
        saved |= Q(article=article, tab=tab)
    if key:
        saved |= Q(article=None, key=key)
    Autosave.objects.filter(saved, user=user).delete()


def _rows(user, tab, article, key):
    return Autosave.objects.filter(user=user, tab=tab, article=article, key="" if article else key)


def _drop_old_ones(user, now):
    Autosave.objects.filter(user=user, at__lt=now - LONGEST_KEPT).delete()
