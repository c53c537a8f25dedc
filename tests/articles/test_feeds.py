"""Feeds and sitemaps stay well-formed whatever a story holds, and say what the page says."""

import json
from datetime import timedelta
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Paper, PublishedArticle, PublishedByline, PublishedTag, Tag
from tests import given
from tests.articles.newspaper import many_published

pytestmark = pytest.mark.django_db
NAMES = {
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "media": "http://search.yahoo.com/mrss/",
    "atom": "http://www.w3.org/2005/Atom",
    "map": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
    "image": "http://www.google.com/schemas/sitemap-image/1.1",
}


def xml(address):
    response = Client().get(address)
    assert response.status_code == 200, address
    return ElementTree.fromstring(response.content)


def items(address):
    return xml(address).findall("channel/item")


@pytest.fixture
def story():
    Paper.objects.create(pk=1, name="Sớm Mai")
    by = given.a_user("reporter")
    photo = given.a_photo("Dòng xe đầu tiên.", "Ảnh: Trần Đông Phong", by=by)
    body = f'<p>Chữ của bài, xem <a href="https://example.org/">ở đây</a>.</p><figure data-photo="{photo.pk}"></figure>'
    return given.a_published_article(
        "Cầu mới & cũ", body=body, lead_photo=photo, tags=["Cầu đường"], by=by, standfirst="Dòng xe <đầu tiên>.",
        credit_line="Bài: Nguyễn Thu Hạ - Ảnh: Trần Đông Phong",
    )  # fmt: skip


def test_an_item_carries_the_whole_text_every_author_and_the_picture_with_its_credit(story):
    (item,) = items("/feed.xml")
    row = PublishedArticle.objects.select_related("section").get(pk=story.pk)
    assert item.findtext("title") == row.headline
    assert item.findtext("description") == row.standfirst
    assert item.findtext("link") == settings.SITE_URL + row.get_absolute_url()
    assert [creator.text for creator in item.findall("dc:creator", NAMES)] == ["Nguyễn Thu Hạ", "Trần Đông Phong"]
    assert [category.text for category in item.findall("category")] == ["Thời sự", "Cầu đường"]
    published = parsedate_to_datetime(item.findtext("pubDate"))
    assert published == row.first_published_at.replace(microsecond=0)
    assert item.findtext("pubDate").endswith("+0700")
    picture = item.find("media:content", NAMES)
    assert picture.get("medium") == "image" and picture.get("url").startswith(settings.SITE_URL + "/i/")
    assert picture.findtext("media:credit", namespaces=NAMES) == "Ảnh: Trần Đông Phong"
    whole = item.findtext("content:encoded", namespaces=NAMES)
    assert "Chữ của bài" in whole and f'src="{settings.SITE_URL}/i/' in whole
    assert '="/' not in whole and ", /i/" not in whole


def test_the_number_of_an_item_does_not_change_with_its_address(story):
    number = items("/feed.xml")[0].find("guid")
    assert number.get("isPermaLink") == "false"
    PublishedArticle.objects.update(slug="ten-khac")
    assert items("/feed.xml")[0].findtext("guid") == number.text


def test_each_feed_names_itself_and_holds_what_its_page_lists(story):
    tag = Tag.objects.get()
    person = PublishedByline.objects.select_related("contributor").first().contributor
    given.a_published_article("Ở mục khác", section=given.a_section("Kinh tế"))
    one = ["/thoi-su/feed.xml", f"/tag/{tag.slug}/feed.xml", f"/author/{person.slug}/feed.xml"]
    for address, count in {"/feed.xml": 2, **dict.fromkeys(one, 1)}.items():
        channel = xml(address).find("channel")
        assert channel.find("atom:link", NAMES).get("href") == settings.SITE_URL + address
        assert len(channel.findall("item")) == count
    assert xml("/thoi-su/feed.xml").findtext("channel/title") == "Thời sự – Sớm Mai"
    assert xml(f"/author/{person.slug}/feed.xml").findtext("channel/title") == f"{person.name} – Sớm Mai"


def test_every_page_that_has_a_feed_says_where(story):
    for page, feed in {"/": "/feed.xml", "/thoi-su/": "/thoi-su/feed.xml"}.items():
        assert f'type="application/rss+xml" href="{feed}"' in Client().get(page).content.decode()


def test_a_full_feed_takes_two_queries(story):
    section = given.a_section()
    rows = many_published(section, 30)
    tag, person = Tag.objects.get(), PublishedByline.objects.first().contributor
    for row in rows:
        at = row.first_published_at
        PublishedTag.objects.create(article=row, tag=tag, order=0, first_published_at=at)
        PublishedByline.objects.create(article=row, contributor=person, role="text", order=0, name=person.name,
                                       first_published_at=at)  # fmt: skip
    for address in ("/feed.xml", "/thoi-su/feed.xml", f"/tag/{tag.slug}/feed.xml", f"/author/{person.slug}/feed.xml"):
        with CaptureQueriesContext(connection) as queries:
            assert len(items(address)) == 20
        assert len(queries) == 2, address


CONTROLS = "".join(map(chr, [*range(1, 0x20), 0x7F, 0x85, 0xFFFE, 0xFFFF])) + "\u2028\u200b\ufeff]]>"


def test_a_control_character_that_got_into_a_row_costs_no_reader_the_feed(story):
    PublishedArticle.objects.update(
        headline=f"Tít{CONTROLS}", standfirst=CONTROLS, kicker=CONTROLS, body=f"<p>Chữ {CONTROLS}</p>",
        credit_line=CONTROLS,
    )  # fmt: skip
    PublishedByline.objects.update(name=f"Hạ{CONTROLS}")
    (item,) = items("/feed.xml")
    assert item.findtext("title").startswith("Tít")
    assert item.findtext("dc:creator", namespaces=NAMES).startswith("Hạ")
    for address in ("/news-sitemap.xml", "/sitemap.xml"):
        xml(address)


def test_naughty_strings_go_through_headline_text_and_byline_and_come_out_well_formed(test_data):
    strings = json.loads((test_data / "naughty-strings" / "blns-a.json").read_text(encoding="utf-8"))
    first = given.a_published_article()
    row = PublishedArticle.objects.get(pk=first.pk)
    byline = PublishedByline.objects.filter(article=row).first()
    for start in range(0, len(strings), 40):
        some = "\n".join(strings[start : start + 40])
        PublishedArticle.objects.filter(pk=row.pk).update(headline=some[:200] or "-", standfirst=some)
        PublishedByline.objects.filter(pk=byline.pk).update(name=some[:120] or "-")
        assert len(items("/feed.xml")) == 1
        xml("/news-sitemap.xml")
        html = Client().get("/thoi-su/").content.decode()
        assert "<script>alert" not in html and "<img src=x" not in html


def test_the_news_sitemap_holds_two_days_and_says_until_when_it_is_true():
    Paper.objects.create(pk=1, name="Sớm Mai")
    fresh = given.a_published_article("Tin <mới> & nóng")
    nearly, old = given.a_published_article("Sắp cũ"), given.a_published_article("Đã cũ")
    now = timezone.now()
    PublishedArticle.objects.filter(pk=nearly.pk).update(first_published_at=now - timedelta(hours=47))
    PublishedArticle.objects.filter(pk=old.pk).update(first_published_at=now - timedelta(hours=49))
    response = Client().get("/news-sitemap.xml")
    found = ElementTree.fromstring(response.content).findall("map:url", NAMES)
    assert [url.findtext("news:news/news:title", namespaces=NAMES) for url in found] == ["Tin <mới> & nóng", "Sắp cũ"]
    assert found[0].findtext("news:news/news:publication/news:name", namespaces=NAMES) == "Sớm Mai"
    assert found[0].findtext("news:news/news:publication/news:language", namespaces=NAMES) == "vi"
    assert response.good_until == now - timedelta(hours=47) + timedelta(hours=48)
    assert found[0].findtext("map:loc", namespaces=NAMES).endswith(f"-{fresh.pk}/")


def test_the_news_sitemap_of_a_quiet_day_is_well_formed():
    assert xml("/news-sitemap.xml").findall("map:url", NAMES) == []


def test_the_sitemap_leads_to_every_public_story_by_month(story):
    section = given.a_section()
    rows = many_published(section, 3)
    for row, month in zip(rows, (1, 3, 12), strict=True):
        at = timezone.make_aware(timezone.datetime(2025, month, 1))
        PublishedArticle.objects.filter(pk=row.pk).update(first_published_at=at, updated_at=at)
    files = [loc.text for loc in xml("/sitemap.xml").findall("map:sitemap/map:loc", NAMES)]
    assert [f"{settings.SITE_URL}/sitemap-2025-{month}.xml" for month in (12, 3, 1)] == files[-3:]
    found = set()
    for file in files:
        pages = xml(file.removeprefix(settings.SITE_URL))
        found |= {loc.text for loc in pages.findall("map:url/map:loc", NAMES)}
    stories = PublishedArticle.objects.select_related("section")
    assert {settings.SITE_URL + row.get_absolute_url() for row in stories} <= found
    assert f"{settings.SITE_URL}/thoi-su/" in found


def test_a_story_in_the_sitemap_has_its_date_and_its_picture(story):
    row = PublishedArticle.objects.get(pk=story.pk)
    day = timezone.localdate(row.first_published_at)
    url = xml(f"/sitemap-{day.year}-{day.month}.xml").find("map:url", NAMES)
    changed = timezone.localtime(row.updated_at).isoformat(timespec="seconds")
    assert url.findtext("map:lastmod", namespaces=NAMES) == changed
    assert "/i/" in url.findtext("image:image/image:loc", namespaces=NAMES)
