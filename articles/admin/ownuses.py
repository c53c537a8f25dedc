"""Where many photographs are used, for the page of those who made them: a fixed number of queries for all of them."""

from django.db.models import Min

from articles.admin.photouses import WHERE, Rights, use_in
from articles.models import Article, Figure, PictureUse
from articles.picture_uses import WORDS
from media import uses

MOST = 300  # newest uses that are looked at, of all the photographs together


def find_all(user, photos):
    """{photo id: [media.uses.Use]}, live ones first, then the newest; see media.uses.lend."""
    photos = {photo.pk: photo for photo in photos}
    rows = list(PictureUse.objects.filter(photo__in=photos).order_by("-placed_at", "-pk")[:MOST])
    ids = {row.article_id for row in rows}
    stories = (
        Article.objects.filter(pk__in=ids)
        .select_related("section", "scheduled_revision__text", "published__revision__text", "published__section")
        .defer("published__body")
        .in_bulk()
    )
    where = {}
    held = Figure.objects.filter(photo__in=photos, article__in=ids)
    for article_id, photo_id, kind in held.values_list("article_id", "photo_id", "where"):
        where.setdefault((article_id, photo_id), set()).add(WHERE[kind])
    rights, found = Rights(user, ids), {}
    for row in rows:
        place = where.get((row.article_id, row.photo_id), set())
        use = use_in(stories[row.article_id], photos[row.photo_id], place, row, rights)
        if use is None:
            continue
        if row.ran_from:
            use.printed = {name: getattr(row, name) for name in WORDS}
        found.setdefault(row.photo_id, []).append(use)
    for of_one in found.values():
        of_one.sort(key=lambda use: (uses.KINDS.index(use.kind), -(use.since.timestamp() if use.since else 0)))
    return found


def count_ran(photos, since, until):
    """How many of these photographs readers first saw in this time."""
    ran = PictureUse.objects.filter(photo__in=photos.order_by().values("pk"))
    # A photograph counts once, in the month in which its first story showed it.
    firsts = ran.exclude(ran_from=None).values("photo").annotate(first=Min("ran_from"))
    return firsts.filter(first__gte=since, first__lt=until).count()
