"""What machines are told agrees with what people see."""

import json
import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Paper, PublishedArticle
from tests import given

pytestmark = pytest.mark.django_db
DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def page(article):
    row = PublishedArticle.objects.select_related("section").get(pk=article.pk)
    return Client().get(row.get_absolute_url()).content.decode(), row


def things(html):
    """The things of the page's one graph, by type."""
    (block,) = DATA.findall(html)
    graph = json.loads(block)
    return {thing["@type"]: thing for thing in graph["@graph"]}


def meta(html, name):
    found = re.search(rf'<meta (?:property|name)="{name}" content="([^"]*)"', html)
    return unescape(found[1]) if found else None


@pytest.fixture
def story():
    Paper.objects.create(pk=1, name="Sớm Mai")
    by = given.a_user("reporter")
    photo = given.a_photo("Dòng xe đầu tiên.", "Ảnh: Trần Đông Phong", alt="Xe máy nối nhau.", by=by)
    return given.a_published_article(
        'Cầu "mới" thông xe & đông', standfirst="Dòng xe đầu tiên qua lúc 5h.", lead_photo=photo, tags=["Cầu đường"], by=by,
        credit_line="Bài: Nguyễn Thu Hạ - Ảnh: Trần Đông Phong", place="Đà Nẵng",
    )  # fmt: skip


def test_the_structured_data_of_a_story_says_what_its_page_shows(story):
    html, row = page(story)
    data = things(html)["NewsArticle"]
    assert data["headline"] == row.headline and unescape(html).count(row.headline) >= 2
    assert data["description"] == row.standfirst
    assert data["datePublished"] == timezone.localtime(row.first_published_at).isoformat(timespec="seconds")
    assert data["datePublished"].endswith("+07:00")
    assert data["dateModified"] == data["datePublished"]
    assert [person["name"] for person in data["author"]] == ["Nguyễn Thu Hạ"]
    assert data["author"][0]["url"].endswith("/author/nguyen-thu-ha/") and "/author/nguyen-thu-ha/" in html
    assert data["articleSection"] == "Thời sự" and data["keywords"] == ["Cầu đường"]
    picture = data["image"][0]
    assert picture["caption"] == "Dòng xe đầu tiên." and picture["creditText"] == "Ảnh: Trần Đông Phong"
    assert picture["caption"] in html and picture["creditText"] in html
    assert f'<link rel="canonical" href="{data["mainEntityOfPage"]}">' in html


def test_the_breadcrumb_ends_at_the_story_and_passes_its_section():
    top = given.a_section("Thời sự")
    part = given.a_section("Đô thị", parent=top)
    html, row = page(given.a_published_article(section=part))
    steps = things(html)["BreadcrumbList"]["itemListElement"]
    assert [step["name"] for step in steps][1:] == ["Thời sự", "Đô thị", row.headline]
    assert [step["position"] for step in steps] == [1, 2, 3, 4]
    assert 'href="/thoi-su/"' in html and 'href="/do-thi/"' in html


def test_a_changed_story_says_when_both_to_people_and_to_machines(story):
    html, row = page(story)
    assert "article:modified_time" not in html
    PublishedArticle.objects.filter(pk=row.pk).update(updated_at=row.first_published_at + timedelta(hours=3))
    html, row = page(story)
    changed = timezone.localtime(row.updated_at).isoformat(timespec="seconds")
    assert things(html)["NewsArticle"]["dateModified"] == changed == meta(html, "article:modified_time")
    assert f'<time datetime="{changed}">' in html


def test_the_card_of_a_story_has_a_jpeg_picture_and_its_words(story):
    html, row = page(story)
    assert meta(html, "og:title") == row.headline and meta(html, "og:description") == row.standfirst
    assert meta(html, "og:type") == "article" and meta(html, "og:locale") == "vi_VN"
    assert meta(html, "og:image").startswith("http") and meta(html, "og:image").endswith(".jpg")
    assert meta(html, "og:image:alt") == "Xe máy nối nhau."
    assert meta(html, "og:url") == re.search(r'rel="canonical" href="([^"]+)"', html)[1]


def test_a_story_may_have_its_own_title_for_cards_and_for_search(story):
    PublishedArticle.objects.filter(pk=story.pk).update(social_title="Trên mạng", seo_title="Trong tìm kiếm")
    html, row = page(story)
    assert meta(html, "og:title") == "Trên mạng"
    assert "<title>Trong tìm kiếm –" in html
    assert things(html)["NewsArticle"]["headline"] == row.headline


def test_absolute_addresses_never_come_from_the_host_header(story):
    row = PublishedArticle.objects.select_related("section").get(pk=story.pk)
    html = Client().get(row.get_absolute_url(), HTTP_HOST="localhost").content.decode()
    assert "//localhost" not in html


def test_words_cannot_end_the_block_of_data():
    article = given.a_published_article("</script><script>alert(1)</script>\u2028<!--")
    html, row = page(article)
    assert things(html)["NewsArticle"]["headline"] == row.headline
    assert "<script>alert" not in html


def test_a_story_without_a_picture_promises_none():
    html, _row = page(given.a_published_article())
    assert "image" not in things(html)["NewsArticle"] and meta(html, "og:image") is None


def test_an_english_story_is_marked_as_english_inside_a_vietnamese_page():
    html, _row = page(given.a_published_article("A bridge opens", language="en", credit_line="Text by Minh Khuê"))
    assert re.search(r'<html lang="vi">', html)
    assert re.search(r'<article class="story[^"]*" lang="en">', html)
    assert things(html)["NewsArticle"]["inLanguage"] == "en"


def test_the_page_of_a_photograph_gives_the_data_for_its_licence(story):
    row = PublishedArticle.objects.get(pk=story.pk)
    html = Client().get(f"/photo/{row.lead['id']}/").content.decode()
    data = things(html)["ImageObject"]
    assert data["contentUrl"].startswith("http") and data["creditText"] == "Ảnh: Trần Đông Phong"
    assert story.headline in unescape(html)


def test_the_page_of_a_contributor_says_who_it_is(story):
    html = Client().get("/author/nguyen-thu-ha/").content.decode()
    assert things(html)["ProfilePage"]["mainEntity"]["name"] == "Nguyễn Thu Hạ"


def test_each_name_in_the_credit_line_leads_to_its_page(story):
    html, _row = page(story)
    line = re.search(r'<p class="credit-line">(.*?)</p>', html)[1]
    assert re.sub(r"<[^>]+>", "", line) == "Bài: Nguyễn Thu Hạ - Ảnh: Trần Đông Phong"
    assert line.count("<a href=") == 2


def test_a_story_taken_down_stands_in_no_link_and_no_card_of_another():
    from articles import workflow

    chief = given.a_user("chief")
    other = given.a_published_article("Bài được nhắc tới", chief=chief)
    body = f'<p>Xem <a data-article="{other.pk}">bài trước</a>.</p><aside data-article="{other.pk}"></aside>'
    article = given.a_published_article("Bài nhắc", body=body, chief=chief)
    html, _row = page(article)
    assert html.count("Bài được nhắc tới") >= 1 and f'-{other.pk}/">bài trước</a>' in html
    workflow.perform("withdraw", other, by=chief, note="Sai.")
    html, _row = page(article)
    assert "Bài được nhắc tới" not in html and f"-{other.pk}/" not in html
    assert "bài trước" in html


def test_related_stories_are_those_chosen_by_hand_first_then_of_the_section():
    chief = given.a_user("chief")
    far = given.a_published_article("Xa", section=given.a_section("Văn hóa"), chief=chief)
    draft = given.a_draft("Chưa đăng")
    near = [given.a_published_article(f"Gần {n}", chief=chief) for n in range(4)]
    article = given.a_published_article("Bài chính", related=[far.pk, draft.pk], chief=chief)
    html, _row = page(article)
    related = html.split('id="related-head"')[1].split("</section>")[0]
    ids = [int(pk) for pk in re.findall(r'-(\d+)/"', related)]
    assert ids[0] == far.pk and len(ids) == len(set(ids)) == 3
    following = int(re.search(r'-(\d+)/" rel="next"', html)[1])
    assert following == near[3].pk and following not in ids


def test_a_mistake_is_reported_by_a_mail_that_names_the_story(story):
    Paper.objects.update(corrections_email="loi@sommai.example")
    html, row = page(story)
    address = unescape(re.search(r'href="(mailto:loi@[^"]+)"', html.split('class="mistake"')[1])[1])
    assert f"-{row.pk}%2F" in address or f"-{row.pk}/" in address


def test_the_lead_picture_opens_large_and_its_maker_is_a_link(story):
    html, row = page(story)
    figure = html.split("story__lead")[1].split("</figure>")[0]
    assert f'href="/photo/{row.lead["id"]}/"' in figure
    assert '<a href="/author/tran-dong-phong/">Trần Đông Phong</a>' in figure
