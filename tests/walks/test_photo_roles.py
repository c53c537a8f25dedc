"""Every photo row of the permission table, through every door: each role, each relation, each state of a photograph.

What is expected is computed from permissions.csv as the managing editor wrote it, notes included. What a door answered
is kept, and where one of them lets in too many or too few, the whole table is printed: role, state, relation, door.
"""

import csv
import itertools
import json
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.forms import model_to_dict
from django.test import Client
from django.urls import reverse
from django.utils import timezone

import articles
from articles import drafting
from articles.models import Article, Byline, Contributor
from articles.permissions import ROLES
from media import release, rights
from media.admin.forms import PhotoForm
from media.models import (
    CaptionProposal,
    Collection,
    Correction,
    Member,
    Photo,
    Receipt,
    Rendition,
    SavedSearch,
    Supplier,
    Upload,
    Version,
)
from tests import given
from tests.walks.test_doors import desk_patterns

pytestmark = pytest.mark.django_db
STATES = ["unreleased", "released", "withdrawn", "deleted"]
OWN = ["uploaded", "credited", "sent again"]
ASSIGNED = ["in a story one wrote", "in a story one is credited in"]
RELATIONS = [*OWN, *ASSIGNED, "stranger"]
with (Path(articles.__file__).parent / "permissions.csv").open(encoding="utf-8") as file:
    TABLE = {row["action"]: row for row in csv.DictReader(file) if row["action"].startswith("photo.")}
_count = itertools.count(1)


def granted(row, role, relation="", state="", by_office=False):
    """What the csv says of this row; relation "" asks whether there can be a photograph of which it says yes.

    by_office   whether it says so whoever made the photograph
    """
    cell, note = TABLE[row][role], TABLE[row]["note"]
    if by_office:
        return cell in {"Y", "sec"}
    if "own only while unreleased" in note and state == "released" and cell.startswith("own"):
        return False
    related = {
        "Y": RELATIONS,
        "sec": RELATIONS,  # for photographs any editor of a section counts
        "own": OWN,
        "own-or-assigned": [*OWN, *ASSIGNED],
        "N": [],
    }[cell]
    return relation in related if relation else bool(related)


class Desk:
    """Somebody of a role, and a photograph of each relation in each state."""

    def __init__(self, role, states=STATES):
        self.role, self.client = role, Client()
        self.user = None
        if role != "anon":
            self.user = given.a_user(role, sections=[given.a_section()] if role == "section" else [])
            self.contributor = Contributor.objects.create(name=f"Người {role}", account=self.user)
            self.client.force_login(self.user)
        self.writer, self.chief = given.a_user("reporter"), given.a_user("chief")
        self.pairs = [(relation, state) for state in states for relation in (RELATIONS if self.user else ["stranger"])]
        self.photos = {pair: self.photo(*pair) for pair in self.pairs}
        self.older = given.a_photo("Ảnh cũ.", by=self.user or self.writer, size=(400, 300))
        self.story = self.waiting_story() if self.user else None

    def photo(self, relation, state):
        credit = self.contributor.name if relation == "credited" else "Người Lạ"
        by = self.user if relation == "uploaded" else self.writer
        photo = given.a_photo(f"Ảnh {next(_count)}.", credit, by=by, size=(400, 300))
        if relation == "sent again":
            Upload.objects.create(photo=photo, user=self.user)
        if relation in ASSIGNED:
            self.story_with(photo, relation)
        self.bring_into(photo, state)
        return photo

    def story_with(self, photo, relation):
        body = f'<p>Bài.</p><figure data-photo="{photo.pk}" data-place="center"><figcaption></figcaption></figure>'
        story = given.a_draft(f"Chuyện {next(_count)}", by=self.writer, body=body)
        if relation == "in a story one wrote":
            Article.objects.filter(pk=story.pk).update(created_by=self.user)
        else:
            Byline.objects.create(article=story, contributor=self.contributor, role="text", order=9)

    def waiting_story(self):
        """A story that waits for a picture of theirs: they wrote it and are credited in it."""
        waits = '<figure data-photo="" data-place="center"><figcaption>Chờ ảnh.</figcaption></figure>'
        story = given.a_draft("Chuyện của người hỏi", by=self.writer, body=f"<p>Bài.</p>{waits}")
        Article.objects.filter(pk=story.pk).update(created_by=self.user)
        Byline.objects.create(article=story, contributor=self.contributor, role="photo", order=9)
        story.refresh_from_db()
        return story

    def bring_into(self, photo, state):
        if state in {"released", "withdrawn"}:
            release.release([photo.pk])
        if state == "withdrawn":
            release.retract([photo.pk])
            Photo.objects.filter(pk=photo.pk).update(withdrawn_at=timezone.now())
        if state == "deleted":
            Photo.objects.filter(pk=photo.pk).update(deleted_at=timezone.now(), deleted_by=self.writer)
        photo.refresh_from_db()

    def get(self, name, /, *args, query="", of="media_photo"):
        return self.client.get(reverse(f"admin:{of}_{name}", args=args) + query)

    def post(self, name, /, *args, **data):
        return self.client.post(reverse(f"admin:media_photo_{name}", args=args), data)

    def json(self, answer, default):
        is_json = answer.status_code == 200 and answer["Content-Type"] == "application/json"
        return answer.json() if is_json else default


# ---- the doors: what lies behind each, and whether it opened ---------------------------------------------------------


def opens(name, *more, query=""):
    return lambda desk, photo: desk.get(name, photo.pk, *more, query=query).status_code == 200


def typed_under_a_thumbnail(field):
    return lambda desk, photo: (
        desk.post("words", photo.pk, **{field: "Lời mới"}).status_code == 200 and _says(photo, field)
    )


def typed_in_the_form(desk, photo):
    typed = {"caption": "Lời mới", "credit": "Lời mới", "usage_terms": "Lời mới", "place_published": True}
    fields = model_to_dict(photo, PhotoForm.Meta.fields) | {"hand_crops": ""}
    fields |= {name: ", ".join(value) for name, value in fields.items() if isinstance(value, list)}
    fields["supplier"] = fields["supplier"] or ""
    desk.post("change", photo.pk, **fields | typed)
    stored = Photo.objects.get(pk=photo.pk)
    return {name: getattr(stored, name) == value for name, value in typed.items()}


def written_on_the_sheet(field):
    def ask(desk, photo):
        write = {"photos": [photo.pk], "field": field, "how": "set", "text": "Lời mới"}
        address = reverse("admin:media_photo_frames")
        desk.client.post(address, json.dumps({"writes": [write]}), content_type="application/json")
        return _says(photo, field)

    return ask


def _says(photo, field):
    return getattr(Photo.objects.get(pk=photo.pk), field) == "Lời mới"


def has_the_right(row):
    """The table's own word, asked of one photograph and of many at once: they agree."""

    def ask(desk, photo):
        if desk.user is None:
            return False
        one = desk.user.has_perm(row, photo)
        if "own only while" not in TABLE[row]["note"]:
            assert rights.granted(desk.user, row, Photo.objects.filter(pk=photo.pk)).exists() == one, row
        return one

    return ask


def comes_into_a_collection(desk, photo):
    desk.post("chosen", do="collect", name="Bộ ảnh", photo=photo.pk)
    return Member.objects.filter(photo=photo).exists()


def is_shown_in_a_collection(desk, photo):
    Collection.objects.create(name="Bộ ảnh của toà soạn", by=desk.chief).add([photo.pk])
    return f"/photo/{photo.pk}/thumb/" in desk.get("collections").content.decode()


def is_taken_out_of_a_collection(desk, photo):
    collection = Collection.objects.create(name="Bộ ảnh của toà soạn", by=desk.chief)
    collection.add([photo.pk])
    desk.post("collection", collection.pk, do="remove", photo=photo.pk)
    return not Member.objects.filter(photo=photo).exists()


def names_its_people(desk, photo):
    Photo.objects.filter(pk=photo.pk).update(people=["Người Trong Ảnh"])
    found = desk.json(desk.get("names", query="?kind=who&q="), {"names": []})
    return found["names"] == ["Người Trong Ảnh"]


def is_withdrawn(desk, photo):
    desk.post("withdraw", photo.pk, reason="legal", note="x")
    return photo.withdrawn_at is None and Photo.objects.get(pk=photo.pk).withdrawn_at is not None


def is_given_back(desk, photo):
    desk.post("give_back", photo.pk)
    return photo.withdrawn_at is not None and Photo.objects.get(pk=photo.pk).withdrawn_at is None


def shows_a_receipt(door):
    def ask(desk, photo):
        receipt = Receipt.objects.create(photo=photo, act=Receipt.Act.WITHDRAWN, by=desk.chief, by_name="x")
        return desk.get(door, photo.pk, receipt.pk).status_code == 200

    return ask


def is_flagged(desk, photo):
    desk.post("care", photo.pk, flag="minor")
    return bool(Photo.objects.get(pk=photo.pk).sensitive)


def is_flagged_on_the_sheet(desk, photo):
    asked = json.dumps({"photos": [photo.pk], "flags": ["minor"]})
    desk.client.post(reverse("admin:media_photo_flags"), asked, content_type="application/json")
    return bool(Photo.objects.get(pk=photo.pk).sensitive)


def is_among_mine(desk, photo):
    return f"/photo/{photo.pk}/" in desk.get("mine").content.decode()


def is_asked_to_be_put_right(desk, photo):
    desk.post("propose", photo.pk, caption="Lời khác", credit="", note="x")
    return photo.proposals.exists()


def shows_what_is_asked(desk, photo):
    asked = CaptionProposal.objects.create(photo=photo, by=desk.writer, caption="Lời khác")
    return desk.get("proposal", asked.pk).status_code == 200


def is_deleted(desk, photo):
    if photo.deleted_at:
        return False
    answer = desk.post("delete", photo.pk)
    if in_use := photo.figures.exists():  # then it stays, and whoever could delete it is told where it stands
        answer = desk.get("delete", photo.pk)
    return answer.status_code == 200 if in_use else Photo.objects.get(pk=photo.pk).deleted_at is not None


def is_brought_back(desk, photo):
    desk.post("restore", photo.pk)
    return photo.deleted_at is not None and Photo.objects.get(pk=photo.pk).deleted_at is None


def is_among_the_deleted(desk, photo):
    return f"/admin/media/photo/{photo.pk}/" in desk.get("deleted").content.decode()


def has_a_page_for_its_rights(desk, photo):
    return desk.get("rights", query=f"?ids={photo.pk}").status_code == 200


def gets_a_supplier(desk, photo):
    supplier = Supplier.objects.create(name="Hãng ảnh")
    address = reverse("admin:media_photo_rights") + f"?ids={photo.pk}"
    desk.client.post(address, {"whose": "1", "supplier": supplier.pk})
    return Photo.objects.get(pk=photo.pk).supplier_id == supplier.pk


def shows_a_correction(desk, photo):
    correction = Correction.objects.create(
        photo=photo, before={"caption": "Cũ"}, after={"caption": "Mới"}, by=desk.chief
    )
    return desk.get("corrected", photo.pk, correction.pk).status_code == 200


def is_compared(desk, photo):
    return desk.get("replace", photo.pk, desk.older.pk).status_code == 200


def takes_the_place_of_an_older(desk, photo):
    desk.post("replace", photo.pk, desk.older.pk, kind=Version.Kind.REPLACES)
    return Version.objects.filter(photo=photo, of=desk.older, kind=Version.Kind.REPLACES).exists()


def gives_its_place_to_a_newer(desk, photo):
    desk.post("replace", desk.older.pk, photo.pk, kind=Version.Kind.REPLACES)
    return Version.objects.filter(photo=desk.older, of=photo, kind=Version.Kind.REPLACES).exists()


def is_a_frame(desk, photo):
    return bool(desk.json(desk.get("frames", query=f"?id={photo.pk}"), {"frames": []})["frames"])


def is_known_by_its_hash(desk, photo):
    return bool(desk.json(desk.post("known", sha256=photo.sha256), {"known": None})["known"])


def is_picked(desk, photo, placeable=False):
    found = desk.json(desk.get("pick", query=f"?q={photo.caption}"), {"photos": []})["photos"]
    return any(one["id"] == photo.pk and (one["placeable"] or not placeable) for one in found)


def is_in_the_grid(desk, photo):
    return (
        f"/admin/media/photo/{photo.pk}/change/" in desk.get("changelist", query=f"?q={photo.caption}").content.decode()
    )


def comes_to_a_story(desk, photo):
    return desk.user is not None and desk.post("give", desk.story.pk, photo=photo.pk).status_code == 200


def is_typed_into_a_story(desk, photo):
    if desk.user is None:
        return False
    story = Article.objects.get(pk=desk.story.pk)
    story.body = story.body.replace('data-photo=""', f'data-photo="{photo.pk}"')
    try:
        drafting.save(story, by=desk.user, base_version=story.version, filling=desk.role == "photographer")
    except drafting.Refused:
        return False
    return True


def is_told_to_the_editor(desk, photo):
    told = desk.json(desk.get("photos", query=f"?id={photo.pk}", of="articles_article"), {"photos": {}})["photos"]
    return not told.get(str(photo.pk), {"missing": True}).get("missing")


def is_told_to_links(desk, photo):
    answer = desk.get("refs", query=f"?ref=photo:{photo.pk}", of="articles_article")
    return photo.caption in str(desk.json(answer, {}))


def is_found_for_a_link(desk, photo):
    query = f"?kind=photo&q={photo.caption}"
    return photo.caption in str(desk.json(desk.get("link_to", query=query, of="articles_article"), {}))


def is_the_readers_page(desk, photo):
    return desk.client.get(f"/photo/{photo.pk}/").status_code == 200


def is_a_readers_file(desk, photo):
    rows = Rendition.objects.filter(photo=photo)
    return {desk.client.get(row.address).status_code for row in rows} == {200}


LISTED = {"unreleased", "released"}
# door: (asked, what opens it: given the csv's answer to a row, and the state)
DOORS = {
    "page": (opens("change"), lambda may, state: may("view_unreleased")),
    "history": (opens("history"), lambda may, state: may("view_unreleased")),
    "original": (opens("original"), lambda may, state: may("view_original", by_office=state == "withdrawn")),
    "whole frame": (opens("look"), lambda may, state: may("view_original", by_office=state == "withdrawn")),
    "masks": (opens("masks"), lambda may, state: state in LISTED and may("view_original") and may("edit_caption")),
    "care": (opens("care"), lambda may, state: may("view_unreleased")),
    "care: flag": (is_flagged, lambda may, state: state != "withdrawn" and may("edit_caption")),
    "sheet: flag": (is_flagged_on_the_sheet, lambda may, state: state in LISTED and may("edit_caption")),
    "withdraw": (opens("withdraw"), lambda may, state: may("withdraw", by_office=state == "withdrawn")),
    "withdraw: done": (is_withdrawn, lambda may, state: state != "withdrawn" and may("withdraw")),
    "given back": (is_given_back, lambda may, state: state == "withdrawn" and may("withdraw", by_office=True)),
    "receipt": (shows_a_receipt("receipt"), lambda may, state: may("withdraw", by_office=True)),
    "receipt as text": (shows_a_receipt("receipt_text"), lambda may, state: may("withdraw", by_office=True)),
    "proposal": (shows_what_is_asked, lambda may, state: may("edit_caption")),
    "names": (names_its_people, lambda may, state: state != "deleted" and may("view_unreleased")),
    "thumb": (opens("thumb", 480), lambda may, state: seen(may, state)),
    "thumb of a cut": (
        opens("thumb", 960, query="?shape=3x2&focus=0.5,0.31"),
        lambda may, state: seen(may, state),
    ),
    "words: caption": (
        typed_under_a_thumbnail("caption"),
        lambda may, state: seen(may, state) and may("edit_caption"),
    ),
    "words: credit": (typed_under_a_thumbnail("credit"), lambda may, state: seen(may, state) and may("edit_credit")),
    "form": (
        typed_in_the_form,
        lambda may, state: {
            "caption": may("edit_caption"),
            "credit": may("edit_credit"),
            "usage_terms": may("set_rights"),
            "place_published": may("release_metadata"),
        },
    ),
    "sheet: caption": (written_on_the_sheet("caption"), lambda may, state: may("edit_caption")),
    "sheet: credit": (written_on_the_sheet("credit"), lambda may, state: may("edit_credit")),
    "sheet": (is_a_frame, lambda may, state: state in LISTED and may("view_unreleased")),
    "known": (
        is_known_by_its_hash,
        lambda may, state: state != "deleted" and may("upload") and may("attach") and may("view_unreleased"),
    ),
    "grid": (is_in_the_grid, lambda may, state: state != "deleted" and may("view_unreleased")),
    "collection: put": (comes_into_a_collection, lambda may, state: state != "deleted" and may("view_unreleased")),
    "collection: remove": (
        is_taken_out_of_a_collection,
        lambda may, state: state != "deleted" and may("view_unreleased"),
    ),
    "collection: page": (is_shown_in_a_collection, lambda may, state: state != "deleted" and may("view_unreleased")),
    "picker": (is_picked, lambda may, state: state in LISTED and may("view_unreleased")),
    "picker: may place": (
        lambda desk, photo: is_picked(desk, photo, placeable=True),
        lambda may, state: state in LISTED and may("attach"),
    ),
    "give": (comes_to_a_story, lambda may, state: state in LISTED and may("attach")),
    "typed into a story": (is_typed_into_a_story, lambda may, state: state != "deleted" and may("attach")),
    "delete": (is_deleted, lambda may, state: state != "deleted" and may("delete")),
    "restore": (is_brought_back, lambda may, state: state == "deleted" and may("delete")),
    "deleted ones": (is_among_the_deleted, lambda may, state: state == "deleted" and may("view_unreleased")),
    "rights page": (has_a_page_for_its_rights, lambda may, state: state != "deleted" and may("set_rights")),
    "rights page: supplier": (gets_a_supplier, lambda may, state: state != "deleted" and may("set_rights")),
    "corrected": (shows_a_correction, lambda may, state: may("view_unreleased")),
    "compared": (is_compared, lambda may, state: state != "deleted" and may("view_unreleased")),
    "takes an older's place": (
        takes_the_place_of_an_older,
        lambda may, state: state != "deleted" and may("edit_caption"),
    ),
    "gives its place": (gives_its_place_to_a_newer, lambda may, state: state != "deleted" and may("edit_caption")),
    "editor": (is_told_to_the_editor, lambda may, state: seen(may, state)),
    "link": (is_told_to_links, lambda may, state: state == "released" or may("view_unreleased")),
    "link picker": (is_found_for_a_link, lambda may, state: state in LISTED and may("view_unreleased")),
    "reader's page": (is_the_readers_page, lambda may, state: state == "released" and may("view_released")),
    "reader's file": (is_a_readers_file, lambda may, state: state == "released" and may("view_released")),
    **{
        f"has {row}": (has_the_right(row), lambda may, state, row=row: may(row.partition(".")[2]))
        for row in TABLE
        if row != "photo.view_released"
    },
}


READERS = {"reader's page", "reader's file"}  # the others stand behind the desk's own door
# Addresses of the desk and the doors above, or the tests below, that walk through them.
WALKED = {
    "change": ["page", "form"],
    "history": ["history"],
    "original": ["original"],
    "thumb": ["thumb", "thumb of a cut"],
    "words": ["words: caption", "words: credit"],
    "frames": ["sheet", "sheet: caption", "sheet: credit"],
    "known": ["known"],
    "changelist": ["grid"],
    "pick": ["picker", "picker: may place"],
    "give": ["give"],
    "delete": ["delete"],
    "restore": ["restore"],
    "deleted": ["deleted ones"],
    "rights": ["rights page", "rights page: supplier"],
    "corrected": ["corrected"],
    "replace": ["compared", "takes an older's place", "gives its place"],
    "look": ["whole frame"],
    "masks": ["masks"],
    "care": ["care", "care: flag"],
    "flags": ["sheet: flag"],
    "withdraw": ["withdraw", "withdraw: done"],
    "give_back": ["given back"],
    "receipt": ["receipt"],
    "receipt_text": ["receipt as text"],
    "proposal": ["proposal"],
    "names": ["names"],
    "chosen": ["collection: put"],
    "collection": ["collection: remove"],
    "collections": ["collection: page"],
    "searches": ["test_who_may_keep_a_search"],
    **dict.fromkeys(["mine", "propose"], ["test_ones_own_photographs_are_a_page_of_their_own"]),
    "second": ["test_who_is_asked_to_look_a_second_time"],
    **dict.fromkeys(["upload", "add", "codes", "stories"], ["test_who_may_send_photographs"]),
}


def seen(may, state):
    return may("view_unreleased") or state == "released" and may("view_released")


def test_no_address_of_the_picture_desk_is_without_its_door():
    found = {one.name.removeprefix("media_photo_") for one in desk_patterns() if "media_photo_" in (one.name or "")}
    missing = {f"media_photo_{name}" for name in found - set(WALKED)}
    assert not missing, f"No door of this table walks through {missing}: give each its row of permissions.csv."
    for name, doors in WALKED.items():
        assert all(door in DOORS or door in globals() for door in doors), name


@pytest.mark.parametrize("role", ["anon", *ROLES])
def test_who_may_send_photographs(role):
    """The rows that speak of no photograph: one file, many at once, and what goes with sending."""
    desk = Desk(role, states=())

    def sent(count, **how):
        files = [ContentFile(given.jpeg((400, 300)), name=f"anh-{number}.jpg") for number in range(count)]
        before = Photo.objects.count()
        desk.client.post(reverse("admin:media_photo_upload"), {"files": files}, **how)
        return Photo.objects.count() - before

    may = granted("photo.upload", role)
    assert sent(1, headers={"accept": "application/json"}) == sent(1) == may
    assert sent(2) == 2 * granted("photo.upload_bulk", role)
    for name in ("upload", "codes"):
        assert (desk.get(name).status_code == 200) == may, name
    assert (desk.get("add")["Location"] == reverse("admin:media_photo_upload")) == (role != "anon")
    assert (desk.get("stories").status_code == 200) == granted("photo.attach", role)


@pytest.mark.parametrize("role", ["anon", *ROLES])
def test_who_may_keep_a_search(role):
    desk = Desk(role, states=())
    desk.post("searches", name="Chợ", back="q=cho")
    assert SavedSearch.objects.exists() == granted("photo.view_unreleased", role)


@pytest.mark.parametrize("role", ["anon", *ROLES])
def test_who_is_asked_to_look_a_second_time(role):
    desk = Desk(role, states=())
    assert (desk.get("second").status_code == 200) == granted("photo.edit_caption", role, by_office=True)


@pytest.mark.parametrize("role", ROLES)
def test_ones_own_photographs_are_a_page_of_their_own(role):
    """What one made, sent or sent again, whatever the table says of others'; nobody asks for words of a stranger's."""
    desk = Desk(role, states=["unreleased", "released"])
    for (relation, state), photo in desk.photos.items():
        may = granted("photo.view_unreleased", role, relation, state)
        assert is_among_mine(desk, photo) == (relation in OWN and may), (relation, state)
        assert is_asked_to_be_put_right(desk, photo) == (relation in OWN), (relation, state)


@pytest.mark.parametrize("role", ["anon", *ROLES])
def test_every_door_answers_as_the_table_says(role):
    desk, answers, wrong = Desk(role), {}, []
    for (relation, state), photo in desk.photos.items():

        def may(row, relation=relation, state=state, by_office=False):
            return granted(f"photo.{row}", role, relation, state, by_office)

        for door, (ask, expected) in DOORS.items():
            with transaction.atomic():
                answered, right = ask(desk, photo), expected(may, state)
                transaction.set_rollback(True)
            for field, opened in answered.items() if isinstance(answered, dict) else [("", answered)]:
                key = state, relation, f"{door} {field}".strip()
                answers[key] = opened
                let_in = (right[field] if field else right) and (role != "anon" or door in READERS)
                if opened != bool(let_in):
                    wrong.append(key)
    print(written_out(role, answers, wrong))
    assert not wrong, f"{role}: {len(wrong)} doors answer otherwise than the table: {wrong[:12]}"


def written_out(role, answers, wrong):
    """The table of answers: a line for each state and door, a column for each relation; ! where it is not the csv's."""
    relations = list(dict.fromkeys(relation for _state, relation, _door in answers))
    lines = [f"{role:>14} {'':<24} {' | '.join(relations)}"]
    for state, door in dict.fromkeys((state, door) for state, _relation, door in answers):
        cells = [
            f"{'yes' if answers[state, relation, door] else '-'}{'!' * ((state, relation, door) in wrong)}".center(
                len(relation)
            )
            for relation in relations
        ]
        lines.append(f"{state:>14} {door:<24} {' | '.join(cells)}")
    return "\n".join(lines)
