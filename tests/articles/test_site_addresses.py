"""Where addresses lead: to the page, in one hop to where it lives now, or to a page that says it is gone."""

import pytest
from django.test import Client
from django.urls import get_resolver

from articles import workflow
from articles.models import Address, Contributor, PublishedArticle, Section, Tag
from articles.models.section import reserved_words
from tests import given

pytestmark = pytest.mark.django_db


def live(article):
    return PublishedArticle.objects.select_related("section").get(pk=article.pk).get_absolute_url()


def lands(path, client=None):
    """Where a browser ends up, and after how many hops."""
    response = (client or Client()).get(path, follow=True)
    return response.request["PATH_INFO"], len(response.redirect_chain), response.status_code


def test_a_story_is_found_by_its_number_and_sent_to_its_own_address_in_one_hop():
    article = given.a_published_article("Cầu mới thông xe")
    address = live(article)
    assert address == f"/thoi-su/cau-moi-thong-xe-{article.pk}/"
    assert lands(address) == (address, 0, 200)
    for other in (f"/thoi-su/tit-cu-{article.pk}/", f"/muc-khac/cau-moi-thong-xe-{article.pk}/"):
        assert lands(other) == (address, 1, 200)


def test_a_redirect_of_a_story_is_permanent():
    article = given.a_published_article()
    assert Client().get(f"/thoi-su/x-{article.pk}/").status_code == 301


def test_a_story_taken_down_answers_410_under_any_of_its_addresses_and_says_what_else_there_is():
    chief = given.a_user("chief")
    other = given.a_published_article("Bài còn đây", chief=chief)
    article = given.a_published_article("Bài sẽ gỡ", chief=chief)
    address = live(article)
    workflow.perform("withdraw", article, by=chief, note="Sai tên người.")
    for path in (address, f"/thoi-su/ten-khac-{article.pk}/"):
        response = Client().get(path)
        assert response.status_code == 410
        assert "Bài sẽ gỡ" not in response.content.decode()
        assert live(other) in response.content.decode()


def test_a_draft_answers_404_and_not_410():
    article = given.a_draft("Bài nháp")
    assert Client().get(f"/thoi-su/bai-nhap-{article.pk}/").status_code == 404


@pytest.mark.parametrize("kind", ["section", "tag", "person", "article", "photo"])
def test_an_address_of_old_leads_to_where_the_thing_lives_now(kind):
    by = given.a_user("reporter")
    photo = given.a_photo(by=by)
    article = given.a_published_article(by=by, lead_photo=photo, tags=["Cầu đường"])
    here = {
        "section": Section.objects.get(),
        "tag": Tag.objects.get(),
        "person": Contributor.objects.get(name="Minh Khuê"),
        "article": PublishedArticle.objects.select_related("section").get(),
        "photo": photo.released,
    }[kind]
    Address.remember("/2019/03/dia-chi-cu.html", kind, article.pk if kind == "article" else here.pk)
    assert lands("/2019/03/dia-chi-cu.html") == (here.get_absolute_url(), 1, 200)


def test_an_old_address_of_something_that_is_not_public_leads_nowhere():
    article = given.a_draft()
    Address.remember("/cu/", Address.Kind.ARTICLE, article.pk)
    assert Client().get("/cu/").status_code == 404


def test_a_live_path_beats_history():
    section = given.a_section("Kinh tế")
    other = given.a_section("Thời sự")
    Address.remember("/kinh-te/", Address.Kind.SECTION, other.pk)
    assert lands("/kinh-te/") == (section.get_absolute_url(), 0, 200)


def test_a_merged_tag_and_a_merged_contributor_lead_to_the_one_that_stays():
    given.a_published_article(tags=["Đà Nẵng"])
    tag, person = Tag.objects.get(), Contributor.objects.get()
    old_tag = Tag.objects.create(name="Thành phố Đà Nẵng", merged_into=tag)
    old_person = Contributor.objects.create(name="M. Khuê", merged_into=person)
    assert lands(old_tag.get_absolute_url()) == (tag.get_absolute_url(), 1, 200)
    assert lands(old_person.get_absolute_url()) == (person.get_absolute_url(), 1, 200)


@pytest.mark.parametrize(
    "path",
    [
        "/archive/2026/13/1/", "/archive/2026/2/30/", "/archive/0/1/1/", "/archive/99999/1/1/", "/archive/9999/12/31/",
        "/archive/1/1/1/", "/archive/1900/1/1/", "/photo/99999999999999999999/", "/thoi-su/x-99999999999999999999/",
        "/tag/khong-co/feed.xml", "/author/khong-co/feed.xml", "/khong-co/feed.xml", "/sitemap-2026-13.xml",
        "/sitemap-99999-1.xml", "/sitemap-1999-1.xml", "/thoi-su", "/%F0%9F%93%B0/", "/tag/Đà-Nẵng/",
    ],
)  # fmt: skip
def test_an_address_that_can_mean_nothing_is_a_page_of_ours_and_never_a_fault(path):
    given.a_published_article()
    status = Client().get(path).status_code
    assert status in (301, 404), path


def test_the_first_words_of_all_fixed_addresses_are_refused_as_sections():
    taken = {"tag", "author", "archive", "photo", "search", "feed", "sitemap", "news-sitemap", "robots"}
    assert taken <= reserved_words()
    assert get_resolver().resolve("/tag/x/").url_name == "tag"


def test_a_section_without_stories_is_a_page_but_a_tag_without_any_is_not():
    section = given.a_section("Khoa học")
    tag = Tag.objects.create(name="Chưa dùng")
    assert Client().get(section.get_absolute_url()).status_code == 200
    assert Client().get(tag.get_absolute_url()).status_code == 404
