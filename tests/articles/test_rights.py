"""What a story may show is asked when it is published, and on the day on which a picture's rights end."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from articles import clock, publishing, workflow
from articles.models import Article, EndedPicture, Event, Figure, PhotoFallback, PublishedArticle
from media import clearing, tasks
from media.models import Lease, Photo, ReleasedPhoto, Supplier
from media.terms import ALLOW, ARCHIVE, DENY, ONCE
from tests import given

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def a_photo(caption="Cây cầu sáng nay.", **words):
    photo = given.a_photo(caption, **words)
    tasks.develop(photo.pk)
    return Photo.objects.get(pk=photo.pk)


def with_figures(*photos):
    figures = "".join(f'<figure data-photo="{photo.pk}" data-place="center"></figure>' for photo in photos)
    return f"<p>Cầu đã thông xe.</p>{figures}<p>Người dân đi bộ.</p>"


def page_of(client, article):
    return client.get(PublishedArticle.objects.get(pk=article.pk).get_absolute_url()).content.decode()


def refused(act, article, **how):
    with pytest.raises(workflow.Refused) as refusal:
        workflow.perform(act, article, by=given.a_user("chief"), **how)
    return refusal.value.reasons


class TestPublishing:
    def test_a_story_with_a_denied_picture_is_refused_with_the_reason(self):
        photo = a_photo()
        Lease.objects.create(photo=photo, rule=DENY, reason="the family asked")
        article = given.a_story_in_review(body=with_figures(photo))
        assert refused("publish", article) == [f"“{photo.original_name}”: Cannot be used: the family asked."]

    def test_a_picture_whose_contract_is_over_is_refused(self):
        agency = Supplier.objects.create(name="AFP", contract_until=timezone.localdate() - DAY)
        photo = a_photo(credit="Nhac Nguyen / AFP")
        assert photo.supplier == agency
        article = given.a_story_in_review(body=with_figures(photo))
        assert "contract with AFP" in refused("publish", article)[0]

    def test_an_embargoed_picture_may_be_scheduled_for_after_its_hour_and_not_before(self):
        photo, now = a_photo(), timezone.now()
        Lease.objects.create(photo=photo, rule=DENY, ends_at=now + 2 * DAY, reason="embargo")
        article = given.a_story_in_review(body=with_figures(photo))
        assert workflow.faults("schedule", article) == []
        assert "embargo" in refused("schedule", article, at=now + DAY)[0]
        workflow.perform("schedule", article, by=given.a_user("chief"), at=now + 3 * DAY)
        clock.publish_due(now + 3 * DAY)
        assert ReleasedPhoto.objects.filter(pk=photo.pk).exists()

    def test_a_picture_for_one_story_is_refused_to_a_second(self):
        photo = a_photo()
        Lease.objects.create(photo=photo, rule=ONCE)
        first = given.a_published_article("Bài một", body=with_figures(photo))
        second = given.a_story_in_review("Bài hai", body=with_figures(photo))
        assert "once" in refused("publish", second)[0]
        given.edited(first, by=given.a_user("chief"), headline="Bài một, sửa")
        workflow.perform("update", first, by=given.a_user("chief"))
        assert ReleasedPhoto.objects.filter(pk=photo.pk).exists()
        workflow.perform("withdraw", first, by=given.a_user("chief"), note="Sai.")
        assert "once" in refused("republish", first, note="Lại.")[0]


class TestQuotas:
    def agency_photos(self, count, **terms):
        agency = Supplier.objects.create(name="AFP", **terms)
        return agency, [a_photo(f"Cầu {number}.", credit=f"Ảnh {number} / AFP") for number in range(count)]

    def test_beyond_the_quota_publishing_is_refused_until_the_quota_is_larger(self):
        agency, photos = self.agency_photos(3, quota=2)
        given.a_published_article(body=with_figures(photos[0]))
        article = given.a_story_in_review(body=with_figures(*photos[1:]))
        assert refused("publish", article) == [
            "AFP: 1 of 2 pictures of this month are taken, and this story brings 2 more. Take other pictures, or ask the"
            " chief editor for a larger quota."
        ]
        Supplier.objects.filter(pk=agency.pk).update(quota=3)
        workflow.perform("publish", article, by=given.a_user("chief"))

    def test_the_same_picture_in_a_second_story_costs_nothing(self):
        _agency, (photo,) = self.agency_photos(1, quota=1)
        given.a_published_article("Bài một", body=with_figures(photo))
        given.a_published_article("Bài hai", body=with_figures(photo, photo))

    def test_what_is_scheduled_is_taken(self):
        _agency, photos = self.agency_photos(2, quota=1)
        at = timezone.now() + timedelta(seconds=5)
        first = given.a_story_in_review("Bài một", body=with_figures(photos[0]))
        workflow.perform("schedule", first, by=given.a_user("chief"), at=at)
        second = given.a_story_in_review("Bài hai", body=with_figures(photos[1]))
        assert refused("schedule", second, at=at + timedelta(seconds=5))


class TestTheDay:
    def live(self, *photos, **fields):
        return given.a_published_article(body=with_figures(*photos), **fields)

    def ends(self, photo, at, **how):
        return Lease.objects.create(photo=photo, rule=ALLOW, ends_at=at, reason="agency contract", **how)

    def test_the_figure_leaves_and_somebody_is_asked_to_look(self, client):
        photo, other, now = a_photo(), a_photo("Chợ."), timezone.now()
        article = self.live(photo, other)
        self.ends(photo, now + DAY)
        clock.end_rights(now)
        assert "Cây cầu sáng nay." in page_of(client, article)
        assert clock.end_rights(now + DAY) == [(article.pk, None)]
        page = page_of(client, article)
        assert "Cây cầu sáng nay." not in page and "Chợ." in page
        assert not ReleasedPhoto.objects.filter(pk=photo.pk).exists()
        ended = EndedPicture.objects.get(article=article)
        assert (ended.photo, ended.fallback, ended.seen_at) == (photo, None, None)
        event = Event.objects.filter(article_id=article.pk).first()
        assert (event.act, event.by_id, event.by_name) == ("expire", None, "clock")
        assert event.note.startswith(f"“{photo.original_name}” left the story. Cannot be used after")
        assert event.data == {"pictures": {str(photo.pk): None}}

    def test_the_chosen_fallback_stands_there_with_its_own_words(self, client):
        photo, fallback, now = a_photo(), a_photo("Cầu nhìn từ xa.", credit="Lan Anh"), timezone.now()
        article = self.live(photo)
        own_caption = with_figures(photo).replace("</figure>", "<figcaption>Riêng</figcaption></figure>")
        given.edited(article, by=given.a_user("chief"), body=own_caption)
        workflow.perform("update", article, by=given.a_user("chief"))
        PhotoFallback.objects.create(article=article, photo=photo, fallback=fallback)
        self.ends(photo, now)
        clock.end_rights(timezone.now())
        page = page_of(client, article)
        assert "Cầu nhìn từ xa." in page and "Lan Anh" in page and "Riêng" not in page
        assert ReleasedPhoto.objects.filter(pk=fallback.pk).exists()
        article.refresh_from_db()
        assert f'data-photo="{fallback.pk}"' in article.body
        assert not publishing.differs_from_live(article)

    def test_a_fallback_that_may_not_be_shown_itself_does_not_come(self):
        photo, fallback = a_photo(), a_photo("Xa.")
        article = self.live(photo)
        PhotoFallback.objects.create(article=article, photo=photo, fallback=fallback)
        Lease.objects.create(photo=fallback, rule=DENY)
        self.ends(photo, timezone.now())
        clock.end_rights(timezone.now())
        assert EndedPicture.objects.get(article=article).fallback is None
        assert not Figure.objects.filter(article=article).exists()

    def test_the_lead_picture_too(self, client):
        photo, fallback = a_photo(), a_photo("Cầu nhìn từ xa.")
        article = self.live(lead_photo=photo, lead_caption="Chú thích riêng")
        PhotoFallback.objects.create(article=article, photo=photo, fallback=fallback)
        self.ends(photo, timezone.now())
        clock.end_rights(timezone.now())
        row = PublishedArticle.objects.get(pk=article.pk)
        assert (row.lead["id"], row.lead["caption"]) == (fallback.pk, "Cầu nhìn từ xa.")
        article.refresh_from_db()
        assert (article.lead_photo, article.lead_caption) == (fallback, None)

    def test_a_draft_ahead_of_the_live_text_stays_as_it_was_typed(self, client):
        photo = a_photo()
        article = self.live(photo)
        given.edited(article, by=given.a_user("chief"), headline="Tít đang sửa")
        self.ends(photo, timezone.now())
        clock.end_rights(timezone.now())
        article.refresh_from_db()
        assert article.headline == "Tít đang sửa" and f'data-photo="{photo.pk}"' in article.body
        assert "Tít đang sửa" not in page_of(client, article)
        assert not Figure.objects.filter(article=article, where="live").exists()
        assert article.revisions.first().words()["headline"] == "Tít đang sửa"
        assert "agency contract" in refused("update", article)[0]

    def test_a_late_clock_does_the_same_and_a_second_look_nothing(self):
        photo = a_photo()
        article = self.live(photo)
        self.ends(photo, timezone.now())
        assert clock.end_rights(timezone.now() + 30 * DAY) == [(article.pk, None)]
        assert clock.end_rights(timezone.now() + 30 * DAY) == []
        assert clock.end_rights_of([photo.pk], timezone.now() + 31 * DAY) == []
        assert EndedPicture.objects.count() == 1

    def test_the_end_of_a_suppliers_contract_reaches_every_story(self):
        agency = Supplier.objects.create(name="AFP", contract_until=timezone.localdate())
        photo = a_photo(credit="Nhac / AFP")
        stories = [self.live(photo, headline=f"Bài {number}") for number in range(3)]
        assert clock.end_rights() == []
        assert clock.end_rights(timezone.now() + DAY) == [(one.pk, None) for one in stories]
        assert not ReleasedPhoto.objects.exists()
        agency.refresh_from_db()
        assert agency.due_at is None

    def test_a_story_that_cannot_be_changed_holds_up_no_other_and_is_tried_again(self, monkeypatch):
        photo = a_photo()
        first, second = self.live(photo, headline="Bài một"), self.live(photo, headline="Bài hai")
        now = self.ends(photo, timezone.now()).due_at
        whole = publishing.go_live

        def broken(article, *args, **how):
            if article.pk == first.pk:
                raise ValueError("broken")
            whole(article, *args, **how)

        monkeypatch.setattr(publishing, "go_live", broken)
        assert clock.end_rights(now) == [(first.pk, "ValueError: broken"), (second.pk, None)]
        monkeypatch.setattr(publishing, "go_live", whole)
        assert clock.end_rights(now) == []
        assert clock.end_rights(now + clock.AGAIN) == [(first.pk, None)]

    def test_a_picture_that_lost_its_rights_before_a_scheduled_hour_does_not_go_out(self, client):
        photo, fallback, now = a_photo(), a_photo("Xa."), timezone.now()
        article = given.a_story_in_review(body=with_figures(photo))
        workflow.perform("schedule", article, by=given.a_user("chief"), at=now + DAY)
        PhotoFallback.objects.create(article=article, photo=photo, fallback=fallback)
        Lease.objects.create(photo=photo, rule=DENY, reason="the family asked")
        assert clock.publish_due(now + DAY) == [(article.pk, None)]
        page = page_of(client, article)
        assert "Cây cầu sáng nay." not in page and "Xa." in page
        assert EndedPicture.objects.get(article=article).fallback == fallback

    def test_what_no_archive_may_keep_leaves_a_story_of_thirty_days(self):
        photo, now = a_photo(instructions="NO ARCHIVES"), timezone.now()
        assert photo.leases.get().use == ARCHIVE
        clock.end_rights(now)
        article = self.live(photo)
        assert clock.end_rights(now + clearing.ARCHIVE_AFTER - DAY) == []
        assert clock.end_rights(now + clearing.ARCHIVE_AFTER + DAY) == [(article.pk, None)]

    def test_changing_the_supplier_of_a_picture_counts_at_once(self, django_capture_on_commit_callbacks):
        ended = Supplier.objects.create(name="AFP", contract_until=timezone.localdate() - DAY)
        photo = a_photo()
        article = self.live(photo)
        photo.supplier = ended
        with django_capture_on_commit_callbacks(execute=True):
            photo.save(update_fields=["supplier"])
        assert EndedPicture.objects.get().article == article

    def test_a_clock_with_nothing_to_end_asks_two_questions(self):
        for number in range(3):
            self.live(a_photo(f"Cầu {number}."), headline=f"Bài {number}")
        with CaptureQueriesContext(connection) as asked:
            clock.end_rights()
        assert len(asked) == 2

    def test_nobody_but_the_clock_ends_pictures(self):
        article = self.live(a_photo())
        assert refused("expire", article) == ["Only the clock does this."]
        assert Article.objects.get(pk=article.pk).version == article.version


class TestLicences:
    def test_a_creative_commons_credit_names_its_licence_with_a_link(self, client):
        deed = "https://creativecommons.org/licenses/by-sa/4.0/"
        Supplier.objects.create(name="Wikimedia Commons", kind="cc", licence_page=deed)
        photo = a_photo(credit="Diane Selwyn / Wikimedia Commons")
        in_text = given.a_published_article("Trong bài", body=with_figures(photo))
        for article in [in_text, given.a_published_article("Ảnh đầu", lead_photo=photo)]:
            page = page_of(client, article)
            assert "Diane Selwyn / Wikimedia Commons" in page and f'href="{deed}"' in page and "CC BY-SA 4.0" in page
        page = client.get(f"/photo/{photo.pk}/").content.decode()
        assert f'<a href="{deed}" rel="license">CC BY-SA 4.0</a>' in page and page.count(deed) >= 2

    def test_another_licence_page_prints_no_link(self, client):
        photo = a_photo()
        Photo.objects.filter(pk=photo.pk).update(licence_page="https://example.org/licence")
        assert "example.org" not in page_of(client, given.a_published_article(body=with_figures(photo)))
