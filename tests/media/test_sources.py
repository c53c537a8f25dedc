"""How a picture came to be: said by the desk in words, told to readers wherever the picture shows."""

import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from articles.body.render import plain_text
from articles.models import Article
from media import ingest, sources
from media.models import Photo, ReleasedPhoto
from tests import given
from tests.media import forms, shots

pytestmark = pytest.mark.django_db
AI = sources.PREFIX + "trainedAlgorithmicMedia"
ALTERED = sources.PREFIX + "compositeWithTrainedAlgorithmicMedia"
MADE = '<strong class="made">Picture made by AI.</strong>'


def a_picture(source=AI, **words):
    photo = given.a_photo(**words)
    photo.digital_source_type = source
    photo.save()
    return photo


def a_story(photo, *, lead=False, headline="Phố ngập", **fields):
    body = f'<p>Nước lên.</p><figure data-photo="{photo.pk}"></figure>'
    own = {"lead_photo": photo} if lead else {"body": body}
    return given.a_published_article(headline, **{"language": "en", **own, **fields})


def page_of(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def form_of(client, photo):
    return page_of(client, f"/admin/media/photo/{photo.pk}/change/")


def data_in(page):
    return json.loads(page.split('<script type="application/ld+json">')[1].split("</script>")[0])["@graph"]


# Readers.


def test_the_words_stand_before_the_caption_in_a_story(client):
    photo = a_picture()
    page = page_of(client, a_story(photo).published.get_absolute_url())
    assert f"<figcaption>{MADE} Cây cầu sáng nay." in page
    as_lead = page_of(client, a_story(a_picture(ALTERED), lead=True).published.get_absolute_url())
    assert '<figcaption><strong class="made">Picture altered with AI.</strong> Cây cầu' in as_lead


def test_each_picture_of_a_gallery_says_it_for_itself(client):
    made, taken = a_picture(), given.a_photo(caption="Chợ chiều.")
    body = f'<div data-gallery><figure data-photo="{made.pk}"></figure><figure data-photo="{taken.pk}"></figure></div>'
    page = page_of(client, given.a_published_article(body=body, language="en").published.get_absolute_url())
    assert page.count(MADE) == 1 and "Chợ chiều." in page


def test_a_photograph_that_was_simply_taken_says_nothing(client):
    for source in ("", sources.PREFIX + "digitalCapture", "http://example.org/own-word"):
        page = page_of(client, a_story(a_picture(source)).published.get_absolute_url())
        assert 'class="made' not in page


def test_its_own_page_says_it_to_people_and_machines(client):
    photo = a_picture("trainedAlgorithmicMedia")  # as some programs write it
    a_story(photo)
    page = page_of(client, f"/photo/{photo.pk}/")
    assert MADE in page
    assert '<meta property="og:image:alt" content="Picture made by AI: Cây cầu sáng nay.">' in page
    [image] = [thing for thing in data_in(page) if thing["@type"] == "ImageObject"]
    assert image["digitalSourceType"] == AI
    assert ReleasedPhoto.objects.get().digital_source_type == AI, (
        "so the served files say it in the words of the standard"
    )


def test_the_picture_of_an_author_carries_the_mark(client):
    photo = a_picture()
    story = a_story(photo, lead=True)
    author = story.bylines.first().contributor
    author.portrait = photo
    author.save()
    page = page_of(client, author.get_absolute_url())
    assert '<div class="list-head__portrait">' in page and page.count("made-mark") >= 2, "the portrait and the story"


def test_the_data_of_a_story_names_the_kind_of_its_picture(client):
    page = page_of(client, a_story(a_picture(), lead=True).published.get_absolute_url())
    [story] = [thing for thing in data_in(page) if "image" in thing]
    assert {image["digitalSourceType"] for image in story["image"]} == {AI}


def test_small_pictures_of_lists_and_search_carry_a_mark(client):
    for number in range(3):
        a_story(a_picture(), lead=True, headline=f"Phố ngập {number}")
    mark = '<span class="made-mark"><span aria-hidden="true">AI</span><span class="unseen">Picture made by AI</span></span>'
    section = Article.objects.first().section
    for address in (section.get_absolute_url(), "/search/?q=ngập"):
        assert mark in page_of(client, address), address
    front = page_of(client, "/")
    assert mark in front or MADE in front


def test_feeds_say_it_in_the_text_and_with_the_picture(client):
    a_story(a_picture(), lead=True)
    a_story(a_picture(ALTERED))
    feed = page_of(client, "/feed.xml")
    assert '<media:description type="plain">Picture made by AI: Cây cầu sáng nay.</media:description>' in feed
    assert '&lt;strong class="made"&gt;Picture altered with AI.&lt;/strong&gt;' in feed


def test_a_story_says_it_in_its_own_language(client, settings):
    settings.LANGUAGE_CODE = "vi"
    with translation.override("vi"):
        story = a_story(a_picture(), lead=True, language="en")
        assert MADE in page_of(client, story.published.get_absolute_url())


def test_the_words_are_no_words_of_the_story():
    story = a_story(a_picture())
    assert "made by AI" in story.published.body
    assert "AI" not in plain_text(story.published.body)


def test_what_the_desk_changes_reaches_the_stories_that_are_live(client, django_capture_on_commit_callbacks):
    photo = given.a_photo()
    story = a_story(photo)
    assert MADE not in page_of(client, story.published.get_absolute_url())
    with django_capture_on_commit_callbacks(execute=True):
        photo = Photo.objects.get()
        photo.digital_source_type = AI
        photo.save()
    assert MADE in page_of(client, story.published.get_absolute_url())
    assert MADE in page_of(client, f"/photo/{photo.pk}/")


# The desk.


def posted(client, photo, **changes):
    address = f"/admin/media/photo/{photo.pk}/change/"
    return client.post(address, forms.posted(client.get(address)) | changes)


def test_the_desk_chooses_by_words_and_keeps_what_a_file_brought(client):
    photo = a_picture("http://example.org/own-word")
    client.force_login(given.a_user("chief"))
    page = form_of(client, photo)
    assert '<option value="http://example.org/own-word" selected>' in page and "Made by AI" in page
    assert posted(client, photo, caption="Cầu mới.").status_code == 302
    photo.refresh_from_db()
    assert (photo.caption, photo.digital_source_type) == ("Cầu mới.", "http://example.org/own-word")
    assert posted(client, photo, digital_source_type=AI).status_code == 302
    photo.refresh_from_db()
    assert (photo.digital_source_type, photo.taken_from["digital_source_type"]) == (AI, "desk")


def test_a_value_that_nobody_offered_is_refused_with_a_sentence(client):
    photo = a_picture("")
    client.force_login(given.a_user("chief"))
    answer = posted(client, photo, digital_source_type="javascript:alert(1)")
    assert answer.status_code == 200 and b"is not one of the available choices" in answer.content
    photo.refresh_from_db()
    assert photo.digital_source_type == ""


def test_saving_other_words_does_not_count_as_saying_how_it_was_made(client):
    photo = a_picture("https://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture")
    Photo.objects.update(taken_from={"digital_source_type": "xmp"})
    client.force_login(given.a_user("chief"))
    assert posted(client, photo, caption="Cầu mới.").status_code == 302
    photo.refresh_from_db()
    assert photo.taken_from["digital_source_type"] == "xmp"


def test_who_may_not_set_it_reads_it_in_words(client):
    photographer = given.a_user("photographer")
    photo = a_picture(ALTERED, by=given.a_user("photographer", "khac"))
    own = a_picture(ALTERED, by=photographer)
    client.force_login(given.a_user("reporter"))
    for shown in (photo, own):
        answer = client.get(f"/admin/media/photo/{shown.pk}/change/")
        if answer.status_code == 200:
            assert b"Photograph altered with AI" in answer.content
            assert b'name="digital_source_type"' not in answer.content
    client.force_login(photographer)
    assert "Photograph altered with AI" in form_of(client, own)


def test_grid_picker_and_scripts_carry_the_mark(client):
    a_picture()
    client.force_login(given.a_user("chief"))
    assert '<p class="frame-made">Picture made by AI</p>' in page_of(client, "/admin/media/photo/")
    [seen] = client.get("/admin/media/photo/pick/").json()["photos"]
    assert seen["made"] == "Picture made by AI"


# The vocabulary.


def test_every_word_of_the_vocabulary_is_known_however_it_is_written():
    for known in sources.SOURCES:
        for written in (
            sources.PREFIX + known,
            sources.PREFIX.replace("http:", "https:") + known,
            known,
            known.upper(),
        ):
            assert sources.name(written) == known
            assert sources.address(written) == sources.PREFIX + known
    assert sources.name(sources.PREFIX + "softwareImage") == "digitalCreation"
    for other in ("", None, "http://example.org/trainedAlgorithmicMedia", "made up"):
        assert sources.name(other) == "" and sources.label(other) == ""


def test_what_the_file_says_itself_stands_before_anything_else():
    out = io.BytesIO()
    shots.picture().save(out, "JPEG", xmp=shots.xmp_of_source(ALTERED))
    photo = ingest.add_photo(SimpleUploadedFile("a.jpg", out.getvalue()), name="a.jpg").photo
    assert (photo.digital_source_type, photo.taken_from["digital_source_type"]) == (ALTERED, "xmp")
    assert photo.source_label == "Picture altered with AI"
