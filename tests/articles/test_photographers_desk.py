"""The photographer's own desk: what became of each picture, how it was printed, and asking for other words."""

import io
import re
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from articles import workflow
from articles.models import Contributor
from media import ingest
from media.admin.desk import write_words
from media.models import CaptionProposal, Correction, Photo
from tests import given
from tests.media import shots

pytestmark = pytest.mark.django_db
MINE = "/admin/media/photo/mine/"
TODAY = "/admin/"


@pytest.fixture
def photographer():
    return given.a_user("photographer", "Đức Anh")


@pytest.fixture
def chief():
    return given.a_user("chief")


@pytest.fixture
def look(client):
    """The page as words, for somebody."""

    def page(user, address=MINE):
        client.force_login(user)
        answer = client.get(address)
        assert answer.status_code == 200, answer.status_code
        return unescape(re.sub(r"\s+", " ", re.sub(r"<(?!/?(del|ins)\b)[^>]+>", " ", answer.content.decode())))

    return page


def a_picture(user, caption="Cây cầu sáng nay.", credit="Đức Anh", **words):
    return given.a_photo(caption, credit, by=user, **words)


def a_story_with(photo, headline="Cầu mới thông xe", *, figcaption="", place="center", crop="", **fields):
    figure = (
        f'<figure data-photo="{photo.pk}" data-place="{place}"{crop and f" data-crop={crop}"}>{figcaption}</figure>'
    )
    writer = given.a_user("chief")  # who may place everybody's pictures
    return given.a_published_article(headline, body=f"<p>Chữ.</p>{figure}", by=writer, **fields)


def asks(client, user, photo, **typed):
    client.force_login(user)
    sent = {"caption": photo.caption, "credit": photo.credit, "note": "", **typed}
    return client.post(reverse("admin:media_photo_propose", args=[photo.pk]), sent, follow=True)


def answers(client, user, proposal, **typed):
    client.force_login(user)
    sent = {"caption": proposal.caption, "credit": proposal.credit, "answer": "", **typed}
    return client.post(reverse("admin:media_photo_proposal", args=[proposal.pk]), sent)


# what became of them -------------------------------------------------------------------------------------------------


def test_a_picture_without_words_waits_for_them_and_one_with_them_is_in_the_library(look, photographer):
    a_picture(photographer, caption="")
    a_picture(photographer, size=(1200, 800))
    page = look(photographer)
    assert "Còn thiếu" in page
    assert page.count("Cây cầu sáng nay.") >= 1


def test_a_picture_that_ran_names_the_story_its_place_its_crop_and_its_credit(client, look, photographer):
    story = a_story_with(a_picture(photographer), crop="3x2")
    page = look(photographer)
    assert story.headline in page and "3:2" in page and "Đức Anh" in page
    html = client.get(MINE).content.decode()
    assert f'href="{story.published.get_absolute_url()}"' in html and "?shape=3x2" in html


def test_a_caption_altered_by_the_story_is_shown_word_by_word(look, photographer):
    photo = a_picture(photographer, caption="Cây cầu sáng nay nhìn từ bờ bắc.")
    a_story_with(photo, figcaption="<figcaption>Cây cầu chiều nay nhìn từ bờ bắc.</figcaption>")
    assert "<del>sáng</del>" in look(photographer) and "<ins>chiều</ins>" in look(photographer)


def test_a_caption_that_the_desk_wrote_over_is_compared_with_the_file(look, photographer):
    data = shots.jpeg((1200, 800), iim={120: "Chợ nổi Cái Răng sáng sớm. Ảnh: Đức Anh"})
    photo = ingest.add_photo(io.BytesIO(data), name="cho.jpg", by=photographer).photo
    write_words(photo, {"caption": "Chợ nổi Cái Răng chiều muộn."})
    story = a_story_with(Photo.objects.get(pk=photo.pk))
    page = look(photographer)
    assert story.headline in page
    assert "<del>sáng sớm</del>" in page and "<ins>chiều muộn</ins>" in page


def test_a_caption_typed_on_the_way_in_and_changed_by_the_desk_is_compared_with_what_was_typed(
    client, look, photographer, chief
):
    photo = a_picture(photographer, caption="Cây cầu sáng nay nhìn từ bờ bắc.")
    client.force_login(chief)
    client.post(reverse("admin:media_photo_words", args=[photo.pk]), {"caption": "Cây cầu sáng nay nhìn từ bờ nam."})
    a_story_with(photo)
    assert "<del>bắc</del>" in look(photographer) and "<ins>nam</ins>" in look(photographer)


def test_a_caption_printed_as_sent_says_so_and_shows_no_change(look, photographer):
    a_story_with(a_picture(photographer))
    assert "<del>" not in look(photographer)


def test_a_story_that_one_may_not_know_of_is_told_without_its_headline(look, photographer):
    photo = a_picture(photographer)
    story = given.a_draft("Điều tra kín", body=f'<p>Chữ.</p><figure data-photo="{photo.pk}" data-place="center"></figure>',
                          by=given.a_user("chief"))  # fmt: skip
    page = look(photographer)
    assert story.headline not in page and story.section.name in page if story.section else story.headline not in page


def test_a_withdrawn_story_still_counts_as_one_it_ran_in(look, photographer, chief):
    story = a_story_with(a_picture(photographer), chief=chief)
    workflow.perform("withdraw", story, by=chief, note="Sai.")
    assert "Đức Anh" in look(photographer)


def test_only_ones_own_stand_here_also_what_one_is_credited_with(look, photographer, chief):
    a_picture(chief, caption="Của người khác.", credit="Minh Khuê", size=(1000, 700))
    credited = a_picture(chief, caption="Ghi tên tôi.", size=(1100, 700))
    Contributor.objects.create(name="Đức Anh", account=photographer)
    page = look(photographer)
    assert credited.caption in page and "Của người khác." not in page


def test_the_month_counts_what_was_sent_and_what_ran(look, photographer):
    a_story_with(a_picture(photographer))
    a_picture(photographer, size=(1200, 800))
    old = a_picture(photographer, size=(1300, 800))
    Photo.objects.filter(pk=old.pk).update(uploaded_at=timezone.now() - timezone.timedelta(days=400))
    page = look(photographer)
    assert "đã gửi 2" in page and "được đăng 1" in page


def test_older_ones_stand_on_further_pages_and_none_twice(client, look, photographer, monkeypatch):
    monkeypatch.setattr("media.admin.mine.A_PAGE", 2)
    for number in range(5):
        a_picture(photographer, caption=f"Ảnh số {number}.", size=(1000 + number, 700))
    seen, address = [], MINE
    while address:
        look(photographer, address)
        html = client.get(address).content.decode()
        seen += re.findall(r'id="photo-(\d+)"', html)
        older = re.search(r'href="(\?before=\d+)"', html)
        address = older and MINE + older[1]
    assert len(seen) == len(set(seen)) == 5 and seen == sorted(seen, key=int, reverse=True)
    for odd in ("x", "9" * 30, "-1", "999999"):
        assert client.get(MINE, {"before": odd}).status_code == 200


def test_many_pictures_cost_as_many_queries_as_few(client, photographer, django_assert_max_num_queries):
    def cost():
        client.get(MINE)
        with django_assert_max_num_queries(45) as done:
            client.get(MINE)
        return len(done)

    client.force_login(photographer)
    for number in range(2):
        a_story_with(a_picture(photographer, size=(1000 + number, 700)), f"Bài {number}")
    few = cost()
    for number in range(2, 9):
        a_story_with(a_picture(photographer, size=(1000 + number, 700)), f"Bài {number}")
    assert cost() == few


@pytest.mark.parametrize(("role", "status"), [("admin", 403), ("reporter", 200), ("section", 200), ("chief", 200)])
def test_who_has_such_a_page(client, role, status):
    client.force_login(given.a_user(role))
    assert client.get(MINE).status_code == status


def test_the_menu_leads_photographers_here_and_reporters_who_have_sent_pictures(client, photographer):
    reporter = given.a_user("reporter")
    client.force_login(photographer)
    assert f'href="{MINE}"' in client.get(TODAY).content.decode()
    client.force_login(reporter)
    assert f'href="{MINE}"' not in client.get(TODAY).content.decode()
    a_picture(reporter)
    assert f'href="{MINE}"' in client.get(TODAY).content.decode()


# asking for other words ----------------------------------------------------------------------------------------------


def test_what_is_asked_stands_on_an_editors_today_and_accepted_it_reaches_the_public_page(
    client, look, photographer, chief, django_capture_on_commit_callbacks
):
    photo = a_picture(photographer, caption="Cầu Bến Thuỷ sáng nay.")
    story = a_story_with(photo)
    asks(client, photographer, photo, caption="Cầu Cửa Hội sáng nay.", note="Sai tên cầu")
    proposal = CaptionProposal.objects.get()
    assert "Sai tên cầu" in look(chief, TODAY) and "Sai tên cầu" not in look(photographer, TODAY)
    page = look(chief, reverse("admin:media_photo_proposal", args=[proposal.pk]))
    assert "<del>Bến Thuỷ</del>" in page and "<ins>Cửa Hội</ins>" in page
    with django_capture_on_commit_callbacks(execute=True):
        answer = answers(client, chief, proposal, accept="1", answer="Cảm ơn")
    assert answer.status_code == 302 and answer.url == reverse(
        "admin:media_photo_corrected", args=[photo.pk, Correction.objects.get().pk]
    )
    assert "Cầu Cửa Hội sáng nay." in client.get(story.published.get_absolute_url()).content.decode()
    assert "Cảm ơn" in look(photographer, TODAY)
    assert "Cảm ơn" in look(photographer)
    assert "Cảm ơn" not in look(photographer, TODAY)
    assert "Sai tên cầu" not in look(chief, TODAY)


def test_declining_asks_a_line_back_and_changes_nothing(client, look, photographer, chief):
    photo = a_picture(photographer)
    asks(client, photographer, photo, caption="Khác hẳn.")
    proposal = CaptionProposal.objects.get()
    assert answers(client, chief, proposal, decline="1").status_code == 200
    assert CaptionProposal.objects.get().state == "open"
    answers(client, chief, proposal, decline="1", answer="Ảnh chụp hôm qua.")
    assert Photo.objects.get().caption == photo.caption
    page = look(photographer)
    assert "Ảnh chụp hôm qua." in page


def test_asked_again_before_an_answer_it_is_the_same_question(client, photographer):
    photo = a_picture(photographer)
    asks(client, photographer, photo, caption="Một.")
    asks(client, photographer, photo, caption="Hai.")
    assert CaptionProposal.objects.get().caption == "Hai."


def test_nothing_changed_and_no_note_asks_nothing_and_too_long_is_told(client, photographer):
    photo = a_picture(photographer)
    asks(client, photographer, photo)
    asks(client, photographer, photo, caption="a" * 4000)
    assert not CaptionProposal.objects.exists()


def test_nobody_answers_their_own_question_and_no_stranger_asks(client, photographer):
    photo = a_picture(photographer)
    asks(client, photographer, photo, caption="Một.")
    proposal = CaptionProposal.objects.get()
    assert answers(client, photographer, proposal, accept="1").status_code == 403
    other = given.a_user("photographer", "Hải Đăng")
    assert answers(client, other, proposal, accept="1").status_code == 403
    assert asks(client, other, photo, caption="Hai.").status_code == 404


def test_answered_twice_the_first_answer_stands(client, photographer, chief):
    photo = a_picture(photographer)
    asks(client, photographer, photo, caption="Một.")
    proposal = CaptionProposal.objects.get()
    answers(client, given.a_user("chief", "Chị Hai"), proposal, accept="1")
    answers(client, chief, proposal, decline="1", answer="Không.")
    assert (CaptionProposal.objects.get().state, Photo.objects.get().caption) == ("accepted", "Một.")


def test_accepted_where_only_the_story_says_it_wrong_it_leads_to_the_storys_own_words(client, photographer, chief):
    photo = a_picture(photographer, caption="Cầu Cửa Hội.")
    a_story_with(photo, figcaption="<figcaption>Cầu Bến Thuỷ.</figcaption>")
    asks(client, photographer, photo, note="Bài ghi sai tên cầu")
    answer = answers(client, chief, CaptionProposal.objects.get(), accept="1")
    assert "/corrected/" in answer.url
    assert "Cầu Cửa Hội." in client.get(answer.url).content.decode()
