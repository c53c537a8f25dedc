"""Two people at once, on database files and servers as they are: nothing is done twice, lost or left half."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from articles import clock, drafting, publishing, rewording, workflow
from articles.models import Article, Contributor, Event, Figure, PublishedArticle, PublishedPhoto, Tag
from articles.models.article import State
from media import keeping
from media.models import Photo, ReleasedPhoto
from media.models.terms import fetch
from tests import given

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts):
    """Do these in threads that start together; what each returned or raised, in order."""
    start, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(number, act):
        start.wait()
        try:
            results[number] = act()
        except Exception as error:  # a race has whatever outcome it has
            results[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def performing(act, article, **kwargs):
    return lambda: workflow.perform(act, Article.objects.get(pk=article.pk), **kwargs)


def outcomes(results):
    return sorted(type(result).__name__ for result in results)


def test_two_editors_publish_at_once_and_one_of_them_did():
    for _round in range(5):
        article = given.a_story_in_review()
        results = at_once(*(performing("publish", article, by=given.a_user("chief")) for _editor in range(2)))
        assert outcomes(results) == ["Event", "Refused"]
        assert Event.objects.filter(article_id=article.pk, act="publish").count() == 1


def test_a_text_saved_while_it_is_published_is_published_or_refused_and_never_unseen():
    for _round in range(5):
        article, chief = given.a_story_in_review("Tít đã đọc"), given.a_user("chief")
        typed = Article.objects.get(pk=article.pk)
        typed.headline = "Tít gõ cùng lúc"
        results = at_once(
            performing("publish", article, by=chief, expect_version=article.version),
            lambda typed=typed: drafting.save(typed, by=given.a_user("chief"), base_version=typed.version),
        )
        assert outcomes(results) in (["Conflict", "Event"], ["Refused", "Saved"])
        assert not PublishedArticle.objects.filter(headline="Tít gõ cùng lúc").exists()


def test_two_people_save_at_once_and_the_second_is_told():
    for _round in range(5):
        article = given.a_draft()
        copies = [Article.objects.get(pk=article.pk) for _copy in range(4)]
        for number, copy in enumerate(copies):
            copy.headline = f"Tít {number}"
        chief = given.a_user("chief")
        saves = [
            lambda copy=copy, chief=chief: drafting.save(copy, by=chief, base_version=copy.version) for copy in copies
        ]
        results = at_once(*saves)
        assert outcomes(results) == ["Conflict"] * 3 + ["Saved"]
        assert article.revisions.count() == 2


def test_publishing_now_and_the_clock_put_it_out_once(time_machine):
    article = given.a_story_in_review()
    at = timezone.now() + timedelta(hours=1)
    workflow.perform("schedule", article, by=given.a_user("chief"), at=at)
    time_machine.move_to(at + timedelta(seconds=1))
    at_once(performing("publish", article, by=given.a_user("chief")), clock.publish_due, clock.publish_due)
    assert Event.objects.filter(article_id=article.pk, to_state=State.LIVE).count() == 1
    assert PublishedArticle.objects.count() == 1


def four_people_type_new_names(number):
    """Four stories saved at once, with the same two new tags and one new name; what came of it."""
    chief, section = given.a_user("chief"), given.a_section()
    tags = [f"Chuyện {number}", f"Việc {number}"]

    def save(turn):
        article = Article(headline="Tin", section=section, credit_line=f"Tin: Người Mới {'ABCDEFGH'[number]}")
        return drafting.save(article, by=chief, tags=tags[::turn])

    return at_once(*(lambda turn=turn: save(turn) for turn in (1, -1, 1, -1)))


def test_new_names_typed_by_several_people_at_once_are_one_tag_and_one_contributor():
    for number in range(4):
        assert outcomes(four_people_type_new_names(number)) == ["Saved"] * 4
    assert (Tag.objects.count(), Contributor.objects.count()) == (8, 4)


def test_without_their_lock_new_names_would_fail_or_double(monkeypatch):
    """The control."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time: nobody types between a look and a save")
    monkeypatch.setattr(drafting, "_alone_with_names", lambda: False)
    for number in range(8):
        results = four_people_type_new_names(number)
        if outcomes(results) != ["Saved"] * 4 or Contributor.objects.count() != number + 1:
            return
    pytest.fail("the race never happened: this test of the lock proves nothing")


def figure(photo):
    return f'<p>Chữ.</p><figure data-photo="{photo.pk}" data-place="center"></figure>'


def withdrawing(photo):
    def withdraw():
        row = Photo.objects.get(pk=photo.pk)
        row.withdrawn_at = timezone.now()
        row.save(update_fields=["withdrawn_at"])

    return withdraw


def test_a_photograph_withdrawn_while_its_story_goes_out_is_with_no_reader():
    for _round in range(6):
        photo, chief = given.a_photo(), given.a_user("chief")
        article = given.a_story_in_review(body=figure(photo))
        at_once(performing("publish", article, by=chief), withdrawing(photo))
        assert not ReleasedPhoto.objects.filter(photo=photo).exists()
        assert not PublishedPhoto.objects.filter(photo=photo).exists()


def test_without_the_lock_a_withdrawn_photograph_would_reach_readers(monkeypatch):
    """The control: the same race, its moment forced, with the lock on photographs taken out."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time: there is no such moment")

    def unlocked(photo_ids):
        photos = Photo.objects.filter(pk__in=photo_ids).knowing_terms().prefetch_related("renditions")
        return {photo.pk: photo for photo in fetch(photos)}

    assert not _reaches_readers(monkeypatch, publishing._locked)
    assert _reaches_readers(monkeypatch, unlocked)


def _reaches_readers(monkeypatch, read):
    """Publish while the photograph is withdrawn after it was let out; whether readers have it once both are done."""
    photo, chief = given.a_photo(), given.a_user("chief")
    # It ran before: noting a first time would lock its row by itself.
    Photo.objects.filter(pk=photo.pk).update(first_released_at=timezone.now())
    article = given.a_story_in_review(body=figure(photo))
    withdrawn = threading.Thread(target=_closing(withdrawing(photo)))
    index = publishing.search.index

    def index_and_let_others_in(row, **words):
        if not withdrawn.ident:
            withdrawn.start()
            withdrawn.join(timeout=1)
        index(row, **words)

    with monkeypatch.context() as changed:
        changed.setattr(publishing, "_locked", read)
        changed.setattr(publishing.search, "index", index_and_let_others_in)
        workflow.perform("publish", article, by=chief)
        withdrawn.join()
    return ReleasedPhoto.objects.filter(photo=photo).exists()


def _closing(act):
    def run():
        try:
            act()
        finally:
            connection.close()

    return run


def test_two_stories_that_share_a_photograph_come_and_go_without_losing_it():
    for _round in range(5):
        photo, chief = given.a_photo(), given.a_user("chief")
        going = given.a_published_article(body=figure(photo))
        coming = given.a_story_in_review(body=figure(photo))
        at_once(
            performing("withdraw", going, by=chief, note="Sai."),
            performing("publish", coming, by=given.a_user("chief")),
        )
        assert ReleasedPhoto.objects.filter(photo=photo).exists()
        assert PublishedPhoto.objects.filter(photo=photo).count() == 1


def test_a_failure_in_the_middle_leaves_nothing_half_done(monkeypatch):
    article = given.a_story_in_review(body=figure(given.a_photo()))

    def fail(**_facts):
        raise RuntimeError("the log cannot be written")

    with monkeypatch.context() as broken, pytest.raises(RuntimeError):
        broken.setattr(Event, "record", lambda act, **facts: fail(**facts))
        workflow.perform("publish", article, by=given.a_user("chief"))
    assert Article.objects.get().state == State.IN_REVIEW
    assert not PublishedArticle.objects.exists() and not ReleasedPhoto.objects.exists()
    with transaction.atomic():
        assert workflow.perform("publish", article, by=given.a_user("chief"))


def test_a_photograph_deleted_while_somebody_places_it_is_placed_or_deleted_and_never_both():
    for _round in range(8):
        reporter, chief = given.a_user("reporter"), given.a_user("chief")
        photo, story = given.a_photo(by=reporter), given.a_draft(by=reporter)
        story.body = f'<figure data-photo="{photo.pk}" data-place="wide"></figure>'
        at_once(
            lambda story=story, reporter=reporter: drafting.save(story, by=reporter, base_version=story.version),
            lambda photo=photo, chief=chief: keeping.delete(photo, by=chief),
        )
        placed = Figure.objects.filter(photo=photo).exists()
        assert placed != (Photo.objects.get(pk=photo.pk).deleted_at is not None)


def test_two_editors_correct_one_picture_at_once_and_it_is_done_once():
    for _round in range(4):
        photo, chief = given.a_photo("Bà An"), given.a_user("chief")
        body = f'<figure data-photo="{photo.pk}" data-place="wide"><figcaption>Bà An đây</figcaption></figure>'
        article = given.a_published_article(body=body, chief=chief)
        change = rewording.own_words(photo.pk, {"caption": "Bà Bình đây"})
        results = at_once(*(performing("picture", article, by=chief, change=change) for _editor in range(2)))
        assert outcomes(results) == ["Event", "Refused"]
        assert "Bà Bình đây" in PublishedArticle.objects.get(pk=article.pk).body
