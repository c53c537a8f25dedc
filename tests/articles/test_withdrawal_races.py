"""A photograph is withdrawn, flagged or masked while its story goes public: readers never keep it, nothing is done by half."""

import threading

import pytest
from django.db import connection, transaction

from articles import publishing, workflow
from articles.models import Article, PublishedArticle, PublishedPhoto, State
from media import sensitive, withdrawal
from media.models import Photo, Receipt, ReleasedPhoto, ReleasedShape, Rendition
from tests import given
from tests.articles.test_publishing_races import at_once, outcomes, performing

pytestmark = pytest.mark.django_db(transaction=True)


def figure(*photos):
    return "<p>Cầu.</p>" + "".join(f'<figure data-photo="{photo.pk}" data-place="center"></figure>' for photo in photos)


def withdrawing(photo, by):
    return lambda: withdrawal.withdraw(Photo.objects.get(pk=photo.pk), by=by, reason="legal")


def assert_gone(photo, *stories):
    assert Photo.objects.get(pk=photo.pk).withdrawn_at is not None
    assert not Rendition.objects.filter(photo=photo).exists()
    assert not ReleasedPhoto.objects.filter(pk=photo.pk).exists()
    assert not ReleasedShape.objects.filter(photo=photo.pk).exists()
    assert not PublishedPhoto.objects.filter(photo=photo).exists()
    for row in PublishedArticle.objects.filter(pk__in=[story.pk for story in stories]):
        assert f'data-photo="{photo.pk}"' not in row.body and "<img" not in row.body and row.lead is None


def test_withdrawn_while_its_story_is_published_readers_never_keep_it():
    for _round in range(6):
        photo, chief = given.a_photo(size=(400, 300)), given.a_user("chief")
        story = given.a_story_in_review(body=figure(photo), lead_photo=photo)
        results = at_once(performing("publish", story, by=given.a_user("chief")), withdrawing(photo, chief))
        assert outcomes(results) in (["Event", "Receipt"], ["Receipt", "Refused"]), results
        assert_gone(photo, story)
        went_out = Article.objects.get(pk=story.pk).state == State.LIVE
        assert went_out == ("Event" in outcomes(results))
        (receipt,) = Receipt.objects.filter(photo=photo)
        was_live = any(use["kind"] == "live" for use in receipt.uses)
        assert was_live == went_out, "the receipt says what readers had"


def test_a_story_that_goes_out_between_look_and_lock_is_found(monkeypatch):
    """The narrowest moment: the withdrawal has seen no live story, then one goes out, then it locks the photograph."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time: there is no such moment")
    photo, chief = given.a_photo(size=(400, 300)), given.a_user("chief")
    story = given.a_story_in_review(body=figure(photo), lead_photo=photo)
    look, seen, out = publishing.live_with, threading.Event(), threading.Event()

    def slowly(photo_id):
        found = look(photo_id)
        if threading.current_thread().name == "withdrawing" and not seen.is_set():
            seen.set()
            out.wait(10)
        return found

    monkeypatch.setattr(publishing, "live_with", slowly)

    def withdraw():
        threading.current_thread().name = "withdrawing"
        return withdrawing(photo, chief)()

    def publish():
        seen.wait(10)
        done = performing("publish", story, by=given.a_user("chief"))()
        out.set()
        return done

    assert outcomes(at_once(withdraw, publish)) == ["Event", "Receipt"]
    assert_gone(photo, story)


def test_two_people_withdraw_at_once_and_one_receipt_says_so():
    for _round in range(4):
        photo = given.a_photo(size=(400, 300))
        given.a_published_article(body=figure(photo), lead_photo=photo)
        results = at_once(*(withdrawing(photo, given.a_user("chief")) for _person in range(2)))
        assert outcomes(results) == ["Receipt", "Refused"]
        assert Receipt.objects.filter(photo=photo).count() == 1


def test_photographs_of_the_same_stories_are_withdrawn_at_once_without_waiting_for_each_other_for_ever():
    for _round in range(4):
        photos = [given.a_photo(size=(400, 300)) for _photo in range(3)]
        stories = [given.a_published_article(body=figure(*chosen)) for chosen in (photos, photos[::-1], photos[1:])]
        results = at_once(*(withdrawing(photo, given.a_user("chief")) for photo in photos))
        assert outcomes(results) == ["Receipt"] * 3, results
        for photo in photos:
            assert_gone(photo, *stories)


def test_flagged_while_its_story_is_published_readers_never_keep_it():
    for _round in range(6):
        photo, editor = given.a_photo(size=(400, 300)), given.a_user("chief")
        story = given.a_story_in_review(body=figure(photo), lead_photo=photo)
        results = at_once(
            performing("publish", story, by=given.a_user("chief")),
            lambda photo=photo, editor=editor: sensitive.flag(photo, ["minor"], by=editor),
        )
        assert outcomes(results) in (["Event", "bool"], ["Refused", "bool"]), results
        assert not ReleasedPhoto.objects.filter(pk=photo.pk).exists()
        assert not any("<img" in row.body for row in PublishedArticle.objects.filter(pk=story.pk))


def test_without_the_lock_a_withdrawn_photograph_would_stay_with_readers(monkeypatch):
    """The control."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time: there is no such moment")
    monkeypatch.setattr(withdrawal, "held_still", _without_lock)
    photo, chief = given.a_photo(size=(400, 300)), given.a_user("chief")
    story = given.a_story_in_review(body=figure(photo), lead_photo=photo)
    shown, withdrawn = threading.Event(), threading.Event()
    compose = publishing.compose

    def slowly(*arguments, **how):
        made = compose(*arguments, **how)
        if not shown.is_set():
            shown.set()
            withdrawn.wait(3)
        return made

    monkeypatch.setattr(publishing, "compose", slowly)

    def withdraw():
        shown.wait(10)
        try:
            return withdrawing(photo, chief)()
        finally:
            withdrawn.set()

    at_once(performing("publish", story, by=given.a_user("chief")), withdraw)
    row = PublishedArticle.objects.filter(pk=story.pk).first()
    assert row is not None and "<img" in row.body, "the withdrawal did not wait, and the page kept the picture"


def _without_lock(photo, act):
    with transaction.atomic():
        return act(Photo.objects.get(pk=photo.pk), [])


def test_the_clock_and_a_withdrawal_at_the_same_second(time_machine):
    from datetime import timedelta

    from django.utils import timezone

    from articles import clock

    for _round in range(4):
        photo, chief = given.a_photo(size=(400, 300)), given.a_user("chief")
        story = given.a_story_in_review(body=figure(photo), lead_photo=photo)
        at = timezone.now() + timedelta(hours=1)
        workflow.perform("schedule", story, by=chief, at=at)
        time_machine.move_to(at + timedelta(seconds=1))
        at_once(clock.publish_due, withdrawing(photo, given.a_user("chief")))
        assert_gone(photo, story)
        assert Article.objects.get(pk=story.pk).state == State.LIVE
