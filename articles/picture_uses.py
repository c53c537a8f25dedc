"""The lasting record of which photograph stood in which story, and how it was printed there."""

from collections.abc import Iterable

from articles.body.figures import figures as figures_of
from articles.body.render import plain_text
from articles.models import Article, PictureUse

WORDS = ("place", "crop", "caption", "alt", "credit")


def hold(article, photo_ids: Iterable[int]) -> None:
    """Remember that the story holds these photographs, in its working copy or a version of it."""
    rows = [PictureUse(article=article, photo_id=pk, placed_at=article.updated_at) for pk in sorted(photo_ids)]
    PictureUse.objects.bulk_create(rows, ignore_conflicts=True)


def ran(article, printed: dict[int, dict], *, now, for_the_first_time=False) -> None:
    """Remember what readers see from now on; what they saw before and see no more has ended.

    printed   by photo id: place, crop, caption, alt and credit as printed()
    """
    # Before a story's first hour nothing of it ran.
    rows = {} if for_the_first_time else {row.photo_id: row for row in PictureUse.objects.filter(article=article)}
    changed = []
    for pk, words in printed.items():
        row = rows.get(pk) or PictureUse(article=article, photo_id=pk, placed_at=now)
        facts = {**words, "ran_from": row.ran_from or now, "ran_until": None}
        if any(getattr(row, name) != value for name, value in facts.items()):
            changed.append(_with(row, facts))
    for pk, row in rows.items():
        if pk not in printed and row.ran_from and not row.ran_until:
            changed.append(_with(row, {"ran_until": now}))
    for row in changed:
        row.pk = None  # found again by story and photograph
    PictureUse.objects.bulk_create(
        sorted(changed, key=lambda row: row.photo_id),
        update_conflicts=True,
        unique_fields=["article", "photo"],
        update_fields=[*WORDS, "ran_from", "ran_until"],
    )


def _with(row, facts):
    for name, value in facts.items():
        setattr(row, name, value)
    return row


def ended(article, *, now) -> None:
    """The story was taken down: none of its photographs is seen any more."""
    ran(article, {}, now=now)


def printed(kept: dict, pictures: dict) -> dict[int, dict]:
    """How each photograph stands in these words, for readers: {photo id: {place, crop, caption, alt, credit}}.

    pictures   {id: Photo.picture()} of what readers get; others are left out. The first place of a photograph counts.
    """
    found: dict[int, dict] = {}
    for pk, place, crop, words in placed(kept):
        if pk in pictures and pk not in found:
            said = {name: words[name] if words[name] is not None else pictures[pk][name] for name in words}
            said["credit"] = pictures[pk]["credit"] or said["credit"]
            found[pk] = {"place": place, "crop": crop, **said}
    return found


def placed(kept: dict) -> list[tuple[int, str, str, dict]]:
    """Every place of a photograph in a story's words: (photo id, place, shape or "", its own words there).

    Own words are {"caption", "alt", "credit"}, plain; None where the photograph's are inherited.
    """
    found = []
    if kept["lead_photo_id"]:
        crop = "" if kept["lead_crop"] == Article.LeadCrop.ORIGINAL else kept["lead_crop"]
        own = {"caption": kept["lead_caption"] or None, "alt": kept["lead_alt"], "credit": None}
        found.append((kept["lead_photo_id"], "lead", crop, own))
    for figure in figures_of(kept["body"]):
        if figure.photo:
            caption = None if figure.caption is None else plain_text(figure.caption)
            own = {"caption": caption, "alt": figure.alt, "credit": figure.credit}
            found.append((figure.photo, figure.place, figure.crop or "", own))
    if kept["social_photo_id"]:
        found.append((kept["social_photo_id"], "social", "", {"caption": None, "alt": None, "credit": None}))
    return found
