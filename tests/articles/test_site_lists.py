"""Lists go on by key and show each story once; the front gives each its place."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Contributor, PublishedArticle, PublishedByline, Section, Standing
from articles.reading import front, lists, names
from tests import given
from tests.articles.newspaper import many_published

pytestmark = pytest.mark.django_db
KEY = re.compile(r'\?before=([^"]+)" rel="(next|prev)"')


def heads(html):
    """The ids of the stories listed, in order: those in main, without the Latest beside them."""
    main = html.split('class="listing__stories"')[1].split('class="latest"')[0]
    return [int(pk) for pk in re.findall(r'class="head head--\w"><a href="/[^"]*-(\d+)/"', main)]


def walk(address):
    """Every page of a list from the first to the last: [[ids]]."""
    pages, path = [], address
    while path:
        html = Client().get(path).content.decode()
        pages.append(heads(html))
        older = [key for key, rel in KEY.findall(html) if rel == "next"]
        path = f"{address}?before={older[0]}" if older else None
    return pages


@pytest.mark.parametrize("every", [timedelta(minutes=1), timedelta(0)])
def test_going_on_by_key_shows_every_story_of_a_section_once_in_order(every):
    section = given.a_section()
    many_published(section, 45, every=every)
    pages = walk(section.get_absolute_url())
    ids = [pk for page in pages for pk in page]
    expected = list(PublishedArticle.objects.newest_first().values_list("pk", flat=True))
    assert ids == expected
    assert [len(page) for page in pages] == [20, 20, 6]


def test_newer_leads_back_to_the_very_page_one_came_from():
    section = given.a_section()
    many_published(section, 65)
    address = section.get_absolute_url()
    html = Client().get(address).content.decode()
    path, trail = address, [heads(html)]
    for _ in range(2):
        older = next(key for key, rel in KEY.findall(html) if rel == "next")
        path = f"{address}?before={older}"
        html = Client().get(path).content.decode()
        trail.append(heads(html))
    newer = next(key for key, rel in KEY.findall(html) if rel == "prev")
    assert heads(Client().get(f"{address}?before={newer}").content.decode()) == trail[1]
    second = Client().get(f"{address}?before={newer}").content.decode()
    assert f'<a href="{address}" rel="prev">' in second


@pytest.mark.parametrize(
    "key",
    ["", "x", "-", "1-", "-1", "1-1", "9" * 17 + "-1", "9" * 40 + "-1", "1e3-2", "١-١", "%00", "1-1&before=2", "'--"],
)
def test_a_broken_key_gives_the_first_page_or_a_page_that_is_not_there(key):
    section = given.a_section()
    given.a_published_article(section=section)
    assert Client().get(section.get_absolute_url(), {"before": key}).status_code in (200, 404)


def test_a_story_published_meanwhile_moves_nothing_on_the_next_page():
    section = given.a_section()
    many_published(section, 30)
    html = Client().get(section.get_absolute_url()).content.decode()
    older = next(key for key, rel in KEY.findall(html) if rel == "next")
    before = heads(Client().get(f"{section.get_absolute_url()}?before={older}").content.decode())
    given.a_published_article("Tin mới", section=section)
    assert heads(Client().get(f"{section.get_absolute_url()}?before={older}").content.decode()) == before


def test_a_top_section_shows_the_stories_of_its_parts_and_a_part_only_its_own():
    top, part = given.a_section("Thời sự"), None
    part = given.a_section("Đô thị", parent=top)
    one, two = given.a_published_article("A", section=top), given.a_published_article("B", section=part)
    assert set(heads(Client().get("/thoi-su/").content.decode())) == {one.pk, two.pk}
    assert heads(Client().get("/do-thi/").content.decode()) == [two.pk]


def test_somebody_credited_twice_in_a_story_finds_it_once_on_their_page():
    article = given.a_published_article(credit_line="Tin, ảnh: Minh Khuê")
    assert PublishedByline.objects.filter(article_id=article.pk).count() == 2
    person = Contributor.objects.get(name="Minh Khuê")
    assert heads(Client().get(person.get_absolute_url()).content.decode()) == [article.pk]


def test_the_archive_of_a_day_goes_by_the_paper_s_clock_and_links_the_days_that_have_stories():
    section = given.a_section()
    rows = many_published(section, 3)
    days = [timezone.make_aware(timezone.datetime(2026, 3, day, hour)) for day, hour in ((1, 23), (2, 0), (9, 12))]
    for row, day in zip(rows, days, strict=True):
        PublishedArticle.objects.filter(pk=row.pk).update(first_published_at=day)
    html = Client().get("/archive/2026/3/2/").content.decode()
    assert heads(html) == [rows[1].pk]
    assert 'href="/archive/2026/3/1/" rel="prev"' in html
    assert 'href="/archive/2026/3/9/" rel="next"' in html
    quiet = Client().get("/archive/2026/3/5/")
    assert quiet.status_code == 200 and "noindex" in quiet.content.decode()


# ---- the front -----------------------------------------------------------------------------------------------------


def composed():
    return front.compose(names.masthead())


def shown(page):
    stories = [page.lead, *page.secondaries, *page.latest]
    return [story.pk for story in stories + [story for band in page.bands for story in band.stories] if story]


def test_a_front_without_stories_says_so():
    response = Client().get("/")
    assert response.status_code == 200 and 'class="empty"' in response.content.decode()


def test_every_story_stands_once_on_the_front():
    for name in ("Thời sự", "Kinh tế", "Văn hóa"):
        many_published(given.a_section(name), 14)
    html = Client().get("/").content.decode()
    assert len(shown(composed())) == len(set(shown(composed()))) > 25
    main = html.split("<main")[1].split("</main")[0]
    linked = re.findall(r'href="(/[^"]+-\d+/)"', main)
    assert len(linked) == len(set(linked)) == len(shown(composed()))


def test_the_newest_lead_leads_and_the_lead_before_it_stands_beside():
    chief = given.a_user("chief")
    old = given.a_published_article("Bài dẫn cũ", standing=Standing.LEAD, chief=chief)
    prominent = given.a_published_article("Bài nổi bật", standing=Standing.PROMINENT, chief=chief)
    new = given.a_published_article("Bài dẫn mới", standing=Standing.LEAD, chief=chief)
    given.a_published_article("Bài thường", standing=Standing.NORMAL, chief=chief)
    page = composed()
    assert page.lead.pk == new.pk
    assert [story.pk for story in page.secondaries][:2] == [prominent.pk, old.pk]


def test_a_story_that_is_not_for_the_front_stands_nowhere_on_it_but_in_its_section():
    given.a_published_article("Bài dẫn", standing=Standing.LEAD)
    away = given.a_published_article("Bài để trong mục", standing=Standing.NOT_ON_FRONT)
    assert away.pk not in shown(composed())
    assert away.pk in heads(Client().get("/thoi-su/").content.decode())


def picture(width, pk=1):
    files = [[width, width * 2 // 3, f"/i/{'a' * 20}-{width}.jpg"]]
    shape = {"width": width, "height": width * 2 // 3, "webp": [], "jpeg": files}
    return {"id": pk, "caption": "Ảnh.", "alt": "", "credit": "M.K", "width": width, "height": width * 2 // 3,
            "colour": "#808080", "shapes": {"original": shape, "3x2": shape, "16x9": shape}}  # fmt: skip


@pytest.mark.parametrize(("width", "layout"), [(1200, "picture"), (1199, "text"), (None, "text")])
def test_a_weak_picture_is_never_blown_up_the_layout_gives_way(width, layout):
    article = given.a_published_article(standing=Standing.LEAD)
    PublishedArticle.objects.filter(pk=article.pk).update(lead=width and picture(width))
    assert composed().layout == layout
    html = Client().get("/").content.decode()
    assert ('class="lead__picture"' in html) == (layout == "picture")


def test_neighbouring_blocks_do_not_look_alike_when_their_pictures_allow_it():
    for order, name in enumerate(["A", "B", "C", "D", "E", "F"]):
        rows = many_published(given.a_section(f"Mục {name}", order=order), 16)
        for row in rows:
            PublishedArticle.objects.filter(pk=row.pk).update(lead=picture(1600, pk=row.pk))
    shapes = [band.shape for band in composed().bands]
    assert set(shapes) == {"A", "B", "C"}
    assert all(one != other for one, other in zip(shapes, shapes[1:], strict=False))


def test_a_block_of_pictures_shows_none_twice():
    for order, name in enumerate(["A", "B"]):
        rows = many_published(given.a_section(f"Mục {name}", order=order), 16)
        for row in rows:
            PublishedArticle.objects.filter(pk=row.pk).update(lead=picture(1600, pk=7))
    pictures = [story.lead["id"] for band in composed().bands for story in band.pictured]
    assert len(pictures) == len(set(pictures))


def test_a_section_with_fewer_than_three_stories_has_no_block():
    many_published(given.a_section("Thời sự"), 30)
    given.a_published_article(section=given.a_section("Khoa học"))
    assert all(len(band.stories) >= 3 for band in composed().bands)


def test_opinion_and_picture_stories_have_bands_of_their_own():
    many_published(given.a_section("Thời sự", order=1), 20)
    many_published(given.a_section("Quan điểm", order=2, style=Section.Style.OPINION), 3)
    rows = many_published(given.a_section("Phóng sự ảnh", order=3, style=Section.Style.PICTURES), 2)
    for row in rows:
        PublishedArticle.objects.filter(pk=row.pk).update(lead=picture(1600, pk=row.pk))
    page = composed()
    assert {"opinion", "pictures"} <= {band.shape for band in page.bands}
    assert {story.section.style for story in page.latest} == {Section.Style.NEWS}


def test_the_key_of_a_place_reads_back_as_it_was_written():
    at = timezone.now()
    assert lists.Key.read(str(lists.Key(at, 7))) == lists.Key(at, 7)
