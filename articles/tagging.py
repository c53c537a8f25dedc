"""From tags as typed to the subjects they mean. One subject is one tag, whatever its marks and capitals."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from articles import limits
from articles.models import ArticleTag, Tag
from newsroom import text

KNOWN, NEW, SEVERAL = "known", "new", "several"
LONGEST = 100
MOST = 30


@dataclass
class Understood:
    """One wording: the tag it means, or those it could mean."""

    name: str
    status: str
    tag: Tag | None = None
    alike: list[Tag] = field(default_factory=list)


def understand(names, answers=None):
    """What the desk reads in tags as typed: a list of Understood, each subject once. Writes nothing.

    answers   answers already given, {wording: tag id or "new"}
    An unmarked wording (`da nang`) means the one marked tag that folds alike; where there are several (`bao`: báo, bão,
    bảo), a person says which, or that it is a subject of its own.
    """
    given = {text.tag_key(name): answer for name, answer in (answers or {}).items()}
    found = {}
    for name in map(text.clean_line, names):
        if name:
            one = _what(name, given.get(text.tag_key(name)))
            found.setdefault(one.tag.pk if one.tag else text.tag_key(name), one)
    read = list(found.values())
    for one in read:
        if one.status == NEW and not text.has_marks(one.name) and given.get(text.tag_key(one.name)) != "new":
            _compare_with_neighbours(one, read)
    return [one for one in read if one.status]


def _compare_with_neighbours(one, read):
    """An unmarked wording beside marked ones of the same line means one of them, too."""
    folded = text.fold(one.name)
    alike = [other for other in read if other is not one and other.status and text.fold(other.name) == folded]
    if len(alike) == 1:
        one.status = ""
    elif alike:
        one.status, one.alike = SEVERAL, [other.tag or Tag(name=other.name) for other in alike]


def _what(name, answer):
    if answer == "new":
        known = Tag.objects.keyed(name)
        return Understood(name, KNOWN if known else NEW, known)
    chosen = Tag.objects.filter(pk=answer, merged_into=None).first() if answer else None
    meant = [chosen] if chosen else Tag.objects.meant(name)
    if len(meant) > 1:
        return Understood(name, SEVERAL, alike=meant)
    return Understood(name, KNOWN, meant[0]) if meant else Understood(name, NEW)


def fault(understood):
    """Why tags as understood cannot be stored, as one sentence that asks; empty where they can."""
    if len(understood) > MOST:
        return _("These are %(count)d tags; a story has at most %(most)d. Take some out; nothing was stored.") % {
            "count": len(understood),
            "most": MOST,
        }
    for one in understood:
        if len(one.name) > LONGEST:
            return limits.too_long(_("tag"), one.name, LONGEST)
        if one.status == SEVERAL:
            return _("“%(name)s” could be %(tags)s. Type the one you mean with its marks; nothing was stored.") % {
                "name": one.name,
                "tags": ", ".join(f"“{tag.name}”" for tag in one.alike),
            }
    return ""


def store(article, understood):
    """Make these the article's tags, in this order; new ones are made. Whoever calls holds names_locked() for new ones."""
    link(article, [one.tag or Tag.objects.create(name=one.name) for one in understood])


def link(article, tags):
    """Make these the article's tags and nothing else, in this order. Nothing is written where nothing changes."""
    links = ArticleTag.objects.filter(content_object=article)
    wanted = list(dict.fromkeys(tag.pk for tag in tags))
    if list(links.order_by("id").values_list("tag_id", flat=True)) == wanted:
        return
    links.delete()
    ArticleTag.objects.bulk_create(ArticleTag(content_object=article, tag_id=tag) for tag in wanted)
