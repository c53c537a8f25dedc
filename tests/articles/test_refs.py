"""What a story may point to: found by search, told what readers get of it, and no hidden story given away."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from articles import workflow
from articles.admin import refs, storyparts
from articles.forms import strip
from articles.models import Address, Article, Contributor, PenName, Section, Tag
from media.models import Photo
from tests import given

pytestmark = pytest.mark.django_db
DESK = "/admin/articles/article/"


@pytest.fixture(autouse=True)
def in_english(settings):
    settings.LANGUAGE_CODE = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def reporter():
    return given.a_user("reporter")


@pytest.fixture
def chief():
    return given.a_user("chief")


@pytest.fixture
def ask(client, reporter):
    """What the desk answers somebody, the reporter unless another is named."""

    def get(page, by=reporter, **query):
        client.force_login(by)
        answer = client.get(f"{DESK}{page}/", query)
        assert answer.status_code == 200
        return answer.json()

    return get


def named(answer):
    return [(row["kind"], row["label"]) for row in answer["found"]]


def still_to_do(user, article):
    """The rows “Before sending” of a story's form."""
    return storyparts.before_sending(user, article, [], strip.items(article.body))


def ref_of(ask, thing, **by):
    return ask("refs", ref=thing, **by)["refs"][thing]


# ---- search ----


def test_a_link_is_found_among_stories_sections_tags_people_and_photographs_without_marks(ask, reporter):
    section = given.a_section("Cầu đường")
    live = given.a_published_article("Cầu đường mới thông xe", section=section, tags=["Cầu đường sắt"])
    Contributor.objects.create(name="Đỗ Cầu Đường")
    given.a_photo("Cầu đường nhìn từ trên cao.", by=reporter)
    mine = given.a_draft("Vì sao cầu đường chậm", by=reporter)
    assert named(ask("link-to", q="cau duong")) == [
        ("section", "Cầu đường"),
        ("article", live.headline),
        ("article", mine.headline),
        ("tag", "Cầu đường sắt"),
        ("person", "Đỗ Cầu Đường"),
        ("photo", "Cầu đường nhìn từ trên cao."),
    ]
    assert {kind for kind, _label in named(ask("link-to", q="cau duong", kind=["tag", "photo"]))} == {"tag", "photo"}


def test_every_answer_says_what_readers_get_and_what_tells_it_from_its_namesakes(ask, reporter):
    live = given.a_published_article("Cầu mới thông xe", section=given.a_section("Đô thị"))
    draft = given.a_draft("Cầu mới chậm", by=reporter, section=live.section)
    found = {row["id"]: row for row in ask("link-to", q="cầu mới", kind="article")["found"]}
    assert found[live.pk]["public"] and found[live.pk]["why"] == "" and "Đô thị" in found[live.pk]["note"]
    assert not found[draft.pk]["public"] and found[draft.pk]["note"] == "Đô thị · draft"
    assert found[draft.pk]["why"] == "Not published yet: readers get the words without a link until it is."


def test_marks_as_typed_come_before_marks_left_out(ask):
    for headline in ("Bão số 9 vào bờ", "Báo giấy ra sớm", "Bảo tàng mở cửa"):
        given.a_published_article(headline)
    assert named(ask("link-to", q="báo", kind="article"))[0] == ("article", "Báo giấy ra sớm")
    assert len(named(ask("link-to", q="bao", kind="article"))) == 3


def test_the_beginning_of_a_word_finds_recent_stories_while_one_types(ask):
    given.a_published_article("Khánh thành bảo tàng")
    assert named(ask("link-to", q="khanh tha", kind="article")) == [("article", "Khánh thành bảo tàng")]


def test_a_person_is_found_by_given_name_and_by_pen_name(ask):
    person = Contributor.objects.create(name="Nguyễn Thu Hạ")
    PenName.objects.create(contributor=person, name="Sương Mai")
    Contributor.objects.create(name="Hạ Long cũ", retired=True)
    assert named(ask("link-to", q="hạ", kind="person")) == [("person", "Nguyễn Thu Hạ")]
    assert named(ask("link-to", q="suong", kind="person")) == [("person", "Nguyễn Thu Hạ")]


@pytest.mark.parametrize("site", ["", "http://news.example"])
def test_an_address_of_this_site_finds_what_lives_there(ask, settings, site):
    settings.SITE_URL = "http://news.example"
    photo = given.a_photo()
    live = given.a_published_article("Cầu mới", tags=["Đà Nẵng"], lead_photo=photo)
    person = Contributor.objects.get()
    tag = Tag.objects.get()
    addresses = {
        f"/{live.section.slug}/cau-moi-{live.pk}/": ("article", live.pk),
        f"/{live.section.slug}/tit-cu-{live.pk}?tu=facebook#cuoi": ("article", live.pk),
        f"/{live.section.slug}/": ("section", live.section_id),
        f"/tag/{tag.slug}/": ("tag", tag.pk),
        f"/author/{person.slug}": ("person", person.pk),
        f"/photo/{photo.pk}/": ("photo", photo.pk),
        f"{DESK}{live.pk}/change/": ("article", live.pk),
    }
    for address, thing in addresses.items():
        assert [(row["kind"], row["id"]) for row in ask("link-to", q=site + address)["found"]] == [thing], address


def test_an_old_address_finds_what_lives_elsewhere_now(ask):
    live = given.a_published_article("Cầu mới")
    Address.remember("/2009/05/cau-moi.html/", Address.Kind.ARTICLE, live.pk)
    assert named(ask("link-to", q="/2009/05/cau-moi.html")) == [("article", "Cầu mới")]


@pytest.mark.parametrize("typed", ["/khong-co/", "https://elsewhere.example/thoi-su/", "http://[x", "/%00/", "99", ""])
def test_an_address_of_nothing_or_of_another_site_finds_nothing(ask, typed):
    given.a_section("Thời sự")
    assert ask("link-to", q=typed) == {"found": []}


def test_a_number_finds_its_story_before_those_that_speak_of_the_number(ask):
    live = given.a_published_article("Cầu mới")
    given.a_published_article(f"Có {live.pk} người chờ")
    assert named(ask("link-to", q=str(live.pk)))[0] == ("article", "Cầu mới")


def test_a_hidden_story_is_found_by_no_words_no_number_and_no_address(ask, chief):
    hidden = given.a_draft("Điều tra xylocarp")
    for typed in ("xylocarp", str(hidden.pk), hidden.path, f"{DESK}{hidden.pk}/change/"):
        assert ask("link-to", q=typed) == {"found": []}
        assert named(ask("link-to", by=chief, q=typed)) == [("article", "Điều tra xylocarp")]


def test_a_live_story_is_named_by_the_words_that_readers_have(ask, chief):
    live = given.a_published_article("Cầu mới thông xe", chief=chief)
    given.edited(live, by=chief, headline="Cầu mới xylocarp")
    assert ask("link-to", q="xylocarp")["found"] == []
    assert ref_of(ask, f"article:{live.pk}", by=chief)["label"] == "Cầu mới thông xe"


def test_at_most_eight_of_a_kind_are_offered(ask):
    Tag.objects.bulk_create(Tag(name=f"Cầu {n}", slug=f"cau-{n}", key=f"cầu {n}", folded=f"cau {n}") for n in range(30))
    assert len(ask("link-to", q="cau")["found"]) == 8


def test_a_search_asks_a_fixed_number_of_questions(ask, reporter, django_assert_max_num_queries):
    for number in range(9):
        given.a_published_article(f"Cầu {number}", tags=[f"Cầu {number}"], by=reporter)
        given.a_photo(f"Cầu {number}", by=reporter)
        given.a_draft(f"Cầu nháp {number}", by=reporter)
    ask("link-to")
    with django_assert_max_num_queries(26):
        assert len(ask("link-to", q="cau")["found"]) > 20


# ---- what readers get ----


def test_a_story_that_nobody_may_know_of_answers_as_one_that_never_was(ask):
    hidden = given.a_draft("Điều tra xylocarp")
    never = 999_999
    answers = ask("refs", ref=[f"article:{hidden.pk}", f"article:{never}", f"photo:{never}"])["refs"]
    assert set(map(str, answers.values())) == {
        str({"label": "", "public": False, "why": "Readers cannot open this.", "gone": True})
    }


def test_a_story_taken_down_is_gone_and_one_that_waits_is_not(ask, chief, reporter):
    taken = given.a_published_article("Sai", by=reporter, chief=chief)
    workflow.perform("withdraw", taken, by=chief, note="Sai.")
    waiting = given.a_draft("Nháp", by=reporter)
    assert ref_of(ask, f"article:{taken.pk}") == {
        "label": "Sai", "public": False, "gone": True, "why": "Taken down: readers get the words without a link.",
    }  # fmt: skip
    assert ref_of(ask, f"article:{waiting.pk}")["gone"] is False


def test_tags_people_and_photographs_are_public_once_a_published_story_names_them(ask, client, reporter):
    tag, person = Tag.objects.create(name="Đà Nẵng"), Contributor.objects.create(name="Minh Khuê")
    photo = given.a_photo(by=reporter)
    things = {"tag": tag.pk, "person": person.pk, "photo": photo.pk, "section": given.a_section().pk}
    links = "".join(f'<a data-{kind}="{pk}">{kind}</a> ' for kind, pk in things.items())

    def opened():
        return {kind for kind, pk in things.items() if ref_of(ask, f"{kind}:{pk}")["public"]}

    def linked(story):
        page = client.get(story.published.get_absolute_url()).content.decode()
        return {kind for kind in things if f">{kind}</a>" in page}

    pointing = given.a_published_article("Bài", credit_line="Tin: Ai Khác", body=f"<p>Xem {links}.</p>")
    assert opened() == linked(pointing) == {"section"}
    given.a_published_article("Cầu", tags=["Đà Nẵng"], credit_line="Tin: Minh Khuê", lead_photo=photo, by=reporter)
    assert opened() == linked(pointing) == set(things)


def test_a_photograph_of_somebody_else_is_known_once_readers_have_it(ask, chief):
    photo = given.a_photo("Cầu Rồng")
    assert ref_of(ask, f"photo:{photo.pk}")["label"] == ""
    assert ref_of(ask, f"photo:{photo.pk}", by=chief)["why"].startswith("In no published story")
    given.a_published_article("Cầu", lead_photo=photo)
    assert ref_of(ask, f"photo:{photo.pk}") == {"label": "Cầu Rồng", "public": True, "why": "", "gone": False}


@pytest.mark.parametrize(
    "ref", ["", "x", "article", "article:x", "article:-1", "word:1", f"article:{2**64}", "photo:1:2"]
)
def test_what_is_no_reference_is_left_out(ask, ref):
    assert ask("refs", ref=ref) == {"refs": {}}


def test_the_links_and_cards_of_a_text_are_told_in_a_query_a_kind(reporter, django_assert_max_num_queries):
    stories = [given.a_draft(f"Bài {number}", by=reporter) for number in range(4)]
    words = "".join(f'<a data-article="{story.pk}">x</a> ' for story in stories)
    body = (
        f'<p>{words}<a data-section="{stories[0].section_id}">y</a></p><aside data-article="{stories[0].pk}"></aside>'
    )
    with django_assert_max_num_queries(4):
        told = refs.refs_of(User.objects.get(pk=reporter.pk), body)
    assert list(told) == [*(f"article:{story.pk}" for story in stories), f"section:{stories[0].section_id}"]
    assert refs.refs_of(reporter, "<p>Chữ.</p>") == {}


def test_before_sending_the_form_counts_the_links_that_lead_nowhere(reporter, client):
    live, draft = given.a_published_article("Cầu"), given.a_draft("Nháp", by=reporter)
    body = (
        f'<p><a data-article="{live.pk}">a</a> <a data-article="{draft.pk}">b</a></p>'
        f'<aside data-article="{draft.pk}"></aside>'
    )
    article = given.a_draft("Bài", by=reporter, body=body)
    row = (False, "2 links lead to what readers cannot open", "id_text")
    assert row in still_to_do(reporter, article)
    client.force_login(reporter)
    assert row[1] in client.get(f"{DESK}{article.pk}/change/").content.decode()
    article.body = f'<p><a data-article="{live.pk}">a</a></p>'
    assert "cannot open" not in str(still_to_do(reporter, article))


# ---- photographs ----


def test_a_figure_learns_words_size_focus_and_address_of_its_photograph(ask, reporter):
    photo = given.a_photo("Cầu", "An Hạ", by=reporter, size=(1600, 1067), creators=["Minh Khuê"])
    told = ask("photos", id=photo.pk)["photos"][str(photo.pk)]
    assert (told["caption"], told["credit"], told["creators"]) == ("Cầu", "An Hạ", ["Minh Khuê"])
    assert (told["full_width"], told["full_height"], told["focus"]) == (1600, 1067, [0.5, 0.5])
    assert told["usable"] and told["why"] == "" and not told["withdrawn"]
    assert told["large"].endswith("/thumb/960/")


def test_what_is_against_a_photograph_is_said_in_a_sentence(ask, reporter):
    bare, withdrawn = given.a_photo(caption="", by=reporter), given.a_photo(by=reporter)
    Photo.objects.filter(pk=withdrawn.pk).update(withdrawn_at=withdrawn.uploaded_at)
    strange = given.a_photo()
    given.a_published_article("Cầu", lead_photo=strange)
    told = ask("photos", id=[bare.pk, withdrawn.pk, strange.pk])["photos"]
    assert [(told[str(pk)]["usable"], told[str(pk)]["why"]) for pk in (bare.pk, withdrawn.pk, strange.pk)] == [
        (False, "Still missing: caption."),
        (False, "This photograph has been withdrawn."),
        (False, "Only whoever took it, or an editor, may place it."),
    ]
    assert told[str(withdrawn.pk)]["withdrawn"] and told[str(bare.pk)]["placeable"]


def test_a_photograph_that_is_not_there_and_one_that_is_hidden_answer_alike(ask):
    hidden = given.a_photo("Bí mật", by=given.a_user("photographer"))
    told = ask("photos", id=[hidden.pk, 999_999, "x"])["photos"]
    assert told[str(hidden.pk)] == told["999999"] and set(told) == {str(hidden.pk), "999999"}
    assert told["999999"]["missing"] is True and told["999999"]["why"].startswith("There is no photograph")


def test_the_photographs_of_a_text_are_told_at_once(reporter):
    body, costs = "", []
    for number in (1, 4):
        for _count in range(number):
            body += f'<figure data-photo="{given.a_photo(by=reporter).pk}" data-place="center"></figure>'
        person = User.objects.get(pk=reporter.pk)
        with CaptureQueriesContext(connection) as asked:
            told = refs.photos_of(person, body + '<figure data-photo=""></figure>')
        costs.append(len(asked))
    assert len(told) == 5 and costs[0] == costs[1]


def test_a_stranger_reaches_none_of_it(client):
    for page in ("link-to", "refs", "photos"):
        assert client.get(f"{DESK}{page}/").status_code == 302
    assert Article.objects.count() == Section.objects.count() == 0


def test_before_sending_the_form_counts_pictures_whose_words_for_blind_readers_say_nothing_new(reporter):
    photos = [
        given.a_photo("Cầu Rồng phun lửa", by=reporter, alt=alt) for alt in ("cau rong phun lua", "Khói trên sông")
    ]
    body = "".join(f'<figure data-photo="{photo.pk}" data-place="center"></figure>' for photo in photos)
    body += f'<figure data-photo="{photos[1].pk}" data-place="center" data-alt="{photos[1].original_name}"></figure>'
    said = still_to_do(reporter, given.a_draft("Bài", by=reporter, body=body))
    assert [row[1] for row in said if "blind" in row[1]] == [
        "1 picture whose words for blind readers only repeat the caption",
        "1 picture whose words for blind readers are only its file name",
    ]
    assert said[-2][2] == f"shot-p{photos[0].pk}-1" and said[-1][2] == f"shot-p{photos[1].pk}-2"
