"""Builders: given a story, given an editor. Real rows through the doors that people use."""

import io
import itertools

from django.contrib.auth.models import Group, User
from PIL import Image

from articles import drafting, workflow
from articles.body.figures import figures
from articles.models import Article, Membership, Section
from media import ingest
from media.models import Photo, Upload

_count = itertools.count(1)


def a_user(role, name=None, sections=()):
    """Somebody of the desk: reporter, photographer, section, chief or admin."""
    user = User.objects.create_user(name or f"{role}{next(_count)}", password="a-long-enough-word", is_staff=True)
    user.groups.add(Group.objects.get_or_create(name=role)[0])
    Membership.objects.bulk_create(Membership(user=user, section=section) for section in sections)
    return user


def a_section(name="Thời sự", **fields):
    return Section.objects.filter(name=name).first() or Section.objects.create(name=name, **fields)


def a_draft(headline="Cầu mới thông xe", *, by=None, tags=(), **fields):
    """A story that lacks nothing, in the state draft."""
    by = by or a_user("reporter")
    fields = {
        "body": "<p>Cây cầu dài 1,1km đã thông xe sáng nay.</p>",
        "credit_line": "Tin, ảnh: Minh Khuê",
        "section": fields.pop("section", None) or a_section(),
        **fields,
    }
    article = Article(headline=headline, **fields)
    _hand_over(article, by)
    return drafting.save(article, by=by, tags=list(tags)).article


def _hand_over(article, by):
    """Photographs that nobody sent are the writer's own too: who may place whose has its own tests."""
    used = {figure.photo for figure in figures(article.body)} | {article.lead_photo_id, article.social_photo_id}
    own = [pk for pk in used if isinstance(pk, int) and pk < 2**63]
    nobodys = Photo.objects.filter(pk__in=own, uploaded_by=None).exclude(uploads__user=by)
    Upload.objects.bulk_create(Upload(photo=photo, user=by) for photo in nobodys)


def a_story_in_review(headline="Cầu mới thông xe", *, by=None, **fields):
    by = by or a_user("reporter")
    article = a_draft(headline, by=by, **fields)
    workflow.perform("submit", article, by=by)
    return article


def a_published_article(headline="Cầu mới thông xe", *, chief=None, standing=None, **fields):
    article = a_story_in_review(headline, **fields)
    workflow.perform("publish", article, by=chief or a_user("chief"), standing=standing)
    return article


def jpeg(size=(1600, 1067), colour=(0, 105, 122), **save):
    """The bytes of a real JPEG; each call another picture."""
    picture = Image.new("RGB", size, colour)
    for x in range(16):
        picture.putpixel((x % size[0], 0), (next(_count) % 256, x * 16 % 256, 40))
    out = io.BytesIO()
    picture.save(out, "JPEG", **{"quality": 85, "comment": f"{next(_count)}".encode()} | save)
    return out.getvalue()


def a_photo(caption="Cây cầu sáng nay.", credit="Minh Khuê", *, by=None, size=(1600, 1067), **words):
    """A photograph through the one door for bytes, with its first picture made."""
    added = ingest.add_photo(
        io.BytesIO(jpeg(size)), name=f"anh-{next(_count)}.jpg", by=by, caption=caption, credit=credit, **words
    )
    return added.photo


def edited(article, *, by=None, tags=None, **fields):
    """The working copy saved with other words, as the form does it."""
    for name, value in fields.items():
        setattr(article, name, value)
    by = by or article.created_by
    _hand_over(article, by)
    return drafting.save(article, by=by, base_version=article.version, tags=tags).article
