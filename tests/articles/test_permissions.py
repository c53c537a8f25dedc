"""The permission table, walked cell by cell, against stories and photographs that stand in every relation to a person."""

import io

import pytest
from django.contrib.auth.models import AnonymousUser

from articles import drafting, permissions
from articles.models import Article, Byline, Contributor, Figure
from articles.permissions import ROLES, may, table, visible_photos, visible_stories
from media import ingest
from media.models import Photo
from tests import given

pytestmark = pytest.mark.django_db

ARTICLE_ACTIONS = [
    action
    for action in table()
    if action.startswith("article.") and "sealed" not in action and action != "article.preview_link_use"
]
PHOTO_ACTIONS = [action for action in table() if action.startswith("photo.")]


def people():
    here, elsewhere = given.a_section("Thời sự"), given.a_section("Thể thao")
    return here, elsewhere, {role: given.a_user(role, sections=[here] if role == "section" else []) for role in ROLES}


def expected(cell, *, own, assigned, in_section):
    return {
        "Y": True,
        "N": False,
        "link": False,
        "scope": False,
        "own": own,
        "assigned": assigned,
        "own-or-assigned": own or assigned,
        "sec": in_section,
        "sec-both": in_section,
        "sec-notown": in_section and not own,
        "Y-notown": not own,
    }[cell]


def stories(person, here, elsewhere):
    """(story, its relation to the person): somebody else's here and elsewhere, own ones, one that credits the person."""
    other = given.a_user("reporter")
    contributor = Contributor.objects.create(name=f"Tên {person.username}", account=person)
    for section in (here, elsewhere, None):
        for maker in (other, person):
            yield (
                Article.objects.create(headline="Tin", section=section, created_by=maker),
                dict(own=maker == person, assigned=False, in_section=section in (here, None)),
            )
        credited = Article.objects.create(headline="Tin", section=section, created_by=other)
        Byline.objects.create(article=credited, contributor=contributor, role="text", name=contributor.name)
        yield credited, dict(own=True, assigned=True, in_section=section in (here, None))


@pytest.mark.parametrize("role", ROLES)
def test_every_article_cell_of_the_table_is_what_the_desk_does(role):
    here, elsewhere, staff = people()
    person = staff[role]
    for story, relation in stories(person, here, elsewhere):
        for action in ARTICLE_ACTIONS:
            cell = table()[action][role]
            relation_here = {**relation, "in_section": relation["in_section"] and role == "section"}
            assert person.has_perm(action, story) == expected(cell, **relation_here), (action, role, cell, relation)


@pytest.mark.parametrize("role", ROLES)
def test_every_photo_cell_of_the_table_is_what_the_desk_does(role):
    here, _elsewhere, staff = people()
    person, other = staff[role], given.a_user("photographer")
    own_story = Article.objects.create(headline="Tin", section=here, created_by=person)
    for own, assigned in [(False, False), (True, False), (False, True)]:
        photo = Photo.objects.create(
            sha256=f"{role}{own}{assigned}", original="x", original_name="x.jpg", bytes=1, format="JPEG", width=1, height=1,
            uploaded_by=person if own else other,
        )  # fmt: skip
        if assigned:
            Figure.objects.create(article=own_story, photo=photo, where=Figure.Where.WORKING)
        for action in PHOTO_ACTIONS:
            cell = table()[action][role]
            wanted = expected(cell, own=own, assigned=assigned, in_section=role == "section")
            assert person.has_perm(action, photo) == wanted, (action, role, cell, own, assigned)


@pytest.mark.parametrize("action", sorted(table()))
def test_who_is_not_signed_in_has_no_right_at_the_desk(action):
    assert not may(AnonymousUser(), action)


@pytest.mark.parametrize("role", ROLES)
def test_plain_rights_follow_the_table(role):
    person = given.a_user(role)
    for action, cells in table().items():
        if cells[role] in {"Y", "N"}:
            assert person.has_perm(action) == (cells[role] == "Y"), (action, role)


def test_a_parent_section_covers_its_children():
    top = given.a_section("Thời sự")
    child = given.a_section("Đô thị", parent=top)
    editor = given.a_user("section", sections=[top])
    assert may(editor, "article.publish", Article.objects.create(headline="Tin", section=child))


def test_a_right_taken_away_is_gone_at_the_next_question():
    editor = given.a_user("chief")
    story = Article.objects.create(headline="Tin")
    assert may(editor, "article.publish", story)
    editor.groups.clear()
    assert not may(editor, "article.publish", story)


def test_roles_add_up():
    both = given.a_user("reporter")
    story = Article.objects.create(headline="Tin", section=given.a_section())
    assert not may(both, "article.return", story)
    given.Membership.objects.create(user=both, section=story.section)
    both.groups.add(given.Group.objects.get_or_create(name="section")[0])
    assert may(both, "article.return", story)


def test_one_person_alone_puts_nothing_live_unless_the_paper_has_one_editor(settings):
    chief = given.a_user("chief")
    own = Article.objects.create(headline="Tin", created_by=chief)
    assert not may(chief, "article.publish", own)
    settings.SINGLE_EDITOR = True
    assert may(chief, "article.publish", own)


@pytest.mark.parametrize("role", ROLES)
def test_a_list_holds_exactly_the_stories_whose_titles_one_may_know(role):
    here, elsewhere, staff = people()
    made = [story for story, _relation in stories(staff[role], here, elsewhere)]
    seen = set(visible_stories(staff[role]).filter(pk__in=[story.pk for story in made]))
    assert seen == {story for story in made if may(staff[role], "article.list_titles", story)}


@pytest.mark.parametrize("role", ROLES)
def test_the_picture_desk_shows_exactly_what_one_may_see(role):
    staff = given.a_user(role)
    story = Article.objects.create(headline="Tin", created_by=staff)
    fields = dict(original="x", original_name="x.jpg", bytes=1, format="JPEG", width=1, height=1)
    mine = Photo.objects.create(sha256="1", uploaded_by=staff, **fields)
    placed = Photo.objects.create(sha256="2", **fields)
    Figure.objects.create(article=story, photo=placed, where=Figure.Where.WORKING)
    Photo.objects.create(sha256="3", **fields)
    contributor = Contributor.objects.create(name="Minh Khuê", account=staff)
    contributor.pen_names.create(name="M. Khuê")
    for number, names in enumerate([["MINH KHUÊ"], ["Thu Hà", "M. Khuê"], ["Minh Khuế"]]):
        Photo(sha256=f"c{number}", creators=names, **fields).save()
    Photo(sha256="k", credit="m. khuê", **fields).save()
    seen = set(visible_photos(staff, Photo.objects.all()))
    assert seen == {photo for photo in Photo.objects.all() if may(staff, "photo.view_unreleased", photo)}
    assert mine in seen or role == "admin"


def test_the_table_names_only_relations_that_somebody_defined():
    cells = {cell for row in table().values() for role, cell in row.items() if role != "anon"}
    assert cells <= {
        "Y",
        "N",
        "own",
        "assigned",
        "own-or-assigned",
        "sec",
        "sec-notown",
        "sec-both",
        "Y-notown",
        "link",
        "scope",
    }
    assert permissions.table() is permissions.table()


class TestPlacingPhotographs:
    """photo.attach, by every way a photograph comes into a story."""

    def save(self, reporter, **fields):
        return given.edited(given.a_draft(by=reporter), by=reporter, **fields)

    def test_a_number_typed_into_the_text_brings_in_nobody_elses_photograph(self):
        reporter, photo = given.a_user("reporter"), given.a_photo(by=given.a_user("photographer"))
        for field in (
            {"body": f'<figure data-photo="{photo.pk}" data-place="center"></figure>'},
            {"lead_photo_id": photo.pk},
        ):
            with pytest.raises(drafting.Refused) as refused:
                self.save(reporter, **field)
            assert list(refused.value.faults) == ["body"]
        assert not may(reporter, "photo.view_unreleased", photo)

    def test_who_sends_the_same_bytes_may_place_them_too(self):
        data, reporter = given.jpeg(), given.a_user("reporter")
        photo = ingest.add_photo(io.BytesIO(data), name="a.jpg", by=given.a_user("photographer")).photo
        assert not may(reporter, "photo.attach", photo)
        again = ingest.add_photo(io.BytesIO(data), name="b.jpg", by=reporter)
        assert again.known and may(reporter, "photo.attach", photo)
        assert photo in visible_photos(reporter, Photo.objects.all())
        self.save(reporter, lead_photo_id=photo.pk)

    def test_what_an_editor_placed_stays_when_the_writer_saves(self):
        reporter, chief = given.a_user("reporter"), given.a_user("chief")
        photo = given.a_photo(by=given.a_user("photographer"))
        article = given.a_draft(by=reporter)
        given.edited(article, by=chief, lead_photo_id=photo.pk)
        assert given.edited(article, by=reporter, headline="Tít khác").lead_photo_id == photo.pk
