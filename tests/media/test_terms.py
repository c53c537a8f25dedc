"""What may be done with a photograph follows from leases and contracts, reads as a sentence, and rows agree with the one."""

import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from media import ingest, quotas, release, tasks, terms
from media.models import Lease, Photo, Rendition, Supplier
from media.terms import ALLOW, DENY, ONCE, Term
from tests.media import shots

NOON = datetime(2026, 5, 1, 5, tzinfo=UTC)  # 12:00 in Hà Nội
DAY = timedelta(days=1)


def morning(day, month=5):
    """The first moment of a day of 2026, in Hà Nội."""
    return timezone.make_aware(datetime(2026, month, day))


def said(*terms_, at=NOON, **more):
    found = terms.state([terms_], at, **more)
    return found.kind, found.reason


class TestTheSentence:
    def test_an_agency_picture_ends_with_its_contract(self):
        contract = Term(ALLOW, ends_at=morning(4), reason="agency contract")
        assert said(contract) == ("ends", "Can be used until 3-5-2026: agency contract.")
        assert said(contract, at=morning(4)) == ("denied", "Cannot be used after 3-5-2026: agency contract.")

    def test_an_embargo_names_its_hour(self):
        embargo = Term(DENY, ends_at=datetime(2026, 5, 5, 11, tzinfo=UTC), reason="embargo")
        assert said(embargo) == ("not_yet", "Cannot be used before 18:00 5-5-2026: embargo.")
        assert said(embargo, at=morning(6)) == ("usable", "Can be used.")

    def test_a_denial_without_an_end_says_why(self):
        assert said(Term(DENY, reason="the family asked")) == ("denied", "Cannot be used: the family asked.")
        assert said(Term(DENY)) == ("denied", "Cannot be used: the picture desk has set it so.")

    def test_what_begins_later_is_not_yet(self):
        assert said(Term(ALLOW, starts_at=morning(2))) == (
            "not_yet", "Cannot be used before 2-5-2026: the picture desk has set it so.",
        )  # fmt: skip

    def test_where_nobody_has_said_anything_that_is_said(self):
        assert said() == ("unknown", "No terms are known. It can be used.")

    def test_one_use_is_over_once_it_has_run(self):
        assert said(Term(ONCE)) == ("usable", "Can be used once.")
        assert said(Term(ONCE), has_run=True) == ("denied", "Could be used once, and has been.")


class TestTheRules:
    def test_deny_beats_allow(self):
        assert not terms.state([[Term(ALLOW), Term(DENY)]], NOON).allowed
        assert not terms.state([[Term(ALLOW)], [Term(DENY)]], NOON).allowed

    def test_a_use_that_is_allowed_for_a_time_is_denied_outside_of_it(self):
        times = [Term(ALLOW, ends_at=morning(1)), Term(ALLOW, starts_at=morning(10), ends_at=morning(12))]
        assert [terms.state([times], at).allowed for at in (morning(1) - DAY, morning(1), morning(10), morning(12))] == [
            True, False, True, False,
        ]  # fmt: skip

    def test_each_use_has_its_own_times(self):
        print_only = [Term(ALLOW, "print", ends_at=morning(2)), Term(DENY, "archive")]
        assert terms.state([print_only], morning(3)).allowed
        assert not terms.state([print_only], morning(3), "print").allowed
        assert not terms.state([print_only], NOON, "archive").allowed

    def test_a_photographs_own_lease_opens_nothing_that_the_contract_shuts(self):
        assert not terms.state([[Term(ALLOW)], [], [Term(ALLOW, ends_at=morning(1))]], NOON).allowed

    def test_the_end_is_the_first_moment_at_which_it_is_denied(self):
        found = terms.state(
            [[Term(ALLOW, ends_at=morning(9)), Term(DENY, starts_at=morning(5), ends_at=morning(6))]], NOON
        )
        assert found.ends_at == morning(5)


def test_licences_are_named_by_the_address_of_their_deed():
    deed = "https://creativecommons.org/licenses/by-sa/4.0/"
    assert terms.licence(deed + "deed.vi") == terms.licence(deed) == ("CC BY-SA 4.0", deed)
    assert terms.licence("http://creativecommons.org/publicdomain/zero/1.0/")[0] == "CC0 1.0"
    for other in (
        "",
        "https://example.org/licenses/by/4.0/",
        "javascript:alert(1)",
        "https://creativecommons.org/about/",
    ):
        assert terms.licence(other) is None


def test_a_supplier_is_recognised_by_whole_words_without_regard_to_marks():
    assert terms.names("Ảnh: AFP/Getty", "AFP") and terms.names("THÔNG TẤN XÃ", "Thông tấn xã")
    assert not terms.names("Ảnh: Afpol", "AFP") and not terms.names("", "AFP") and not terms.names("AFP", " ")


# ---- one and many ----------------------------------------------------------------------------------------------------

moments = st.one_of(st.none(), st.integers(0, 6).map(lambda day: morning(1) + day * DAY))


@st.composite
def leases(draw):
    first, last = draw(moments), draw(moments)
    if first and last and first >= last:
        first = None
    return {
        "rule": draw(st.sampled_from([ALLOW, DENY, ONCE])), "use": draw(st.sampled_from(["all", "web", "print"])),
        "starts_at": first, "ends_at": last, "lifted_at": draw(st.sampled_from([None, None, None, NOON])),
    }  # fmt: skip


days = st.one_of(st.none(), st.integers(1, 6).map(lambda day: date(2026, 5, day)))


class TestOneAndMany(TestCase):
    @settings(max_examples=120, suppress_health_check=list(HealthCheck))
    @given(
        own=st.lists(leases(), max_size=3), theirs=st.lists(leases(), max_size=2), contract=st.tuples(days, days),
        supplied=st.booleans(), has_run=st.booleans(), gone=st.sampled_from([None, None, "withdrawn_at", "deleted_at"]),
        at=st.integers(-1, 14).map(lambda half: morning(1) + half * DAY / 2),
    )  # fmt: skip
    def test_rows_are_usable_exactly_when_the_photograph_gives_no_reason_against(
        self, own, theirs, contract, supplied, has_run, gone, at
    ):
        supplier = Supplier.objects.create(name="AFP", contract_from=contract[0], contract_until=contract[1])
        photo = Photo.objects.create(
            sha256="0" * 64, original="x", original_name="a.jpg", bytes=1, format="JPEG", width=1, height=1, caption="Cầu",
            credit="AFP", supplier=supplier if supplied else None, first_released_at=NOON if has_run else None,
            **({gone: NOON} if gone else {}),
        )  # fmt: skip
        Rendition.objects.create(
            photo=photo, shape="original", cut="", format="jpeg", width=1, height=1, key="k", file="f", bytes=1
        )
        Lease.objects.bulk_create(Lease(photo=photo, **said) for said in own)
        Lease.objects.bulk_create(Lease(supplier=supplier, **said) for said in theirs)
        photo = Photo.objects.with_pictures().get(pk=photo.pk)
        assert Photo.objects.usable(at).exists() == (photo.why_not(at) == "")
        ends = photo.rights(at).ends_at
        if photo.rights(at).allowed and ends:
            assert not photo.rights(ends).allowed
            assert photo.rights(ends - timedelta(seconds=1)).allowed


# ---- what comes with the file ----------------------------------------------------------------------------------------


def sent(**words):
    return ingest.add_photo(
        io.BytesIO(shots.jpeg()), name="a.jpg", **{"caption": "Cầu Rồng", "credit": "Minh Khuê"} | words
    )


@pytest.mark.django_db
class TestAtArrival:
    def test_a_supplier_is_recognised_by_the_credit(self):
        agency = Supplier.objects.create(name="Agence France-Presse", names=["AFP"])
        assert sent(credit="Nhac Nguyen / AFP").photo.supplier == agency
        assert sent(credit="Minh Khuê").photo.supplier is None

    def test_a_picture_without_a_credit_gets_its_suppliers(self):
        Supplier.objects.create(name="TTXVN", credit="TTXVN")
        photo = sent(credit="", copyright="© TTXVN 2026").photo
        assert photo.credit == "TTXVN" and photo.taken_from["credit"] == "desk"

    def test_an_embargo_in_the_file_denies_until_its_hour(self):
        soon = timezone.localtime() + 3 * DAY
        added = sent(instructions=f"EMBARGO: cấm đăng trước 18h00 ngày {soon:%d-%m-%Y}. MANDATORY CREDIT")
        lease = added.photo.leases.get()
        assert (lease.rule, lease.use, lease.is_read) == (DENY, "all", True)
        assert lease.ends_at == soon.replace(hour=18, minute=0, second=0, microsecond=0)
        assert added.photo.rights().kind == "not_yet"
        assert added.warnings[0].startswith("Cannot be used before 18:00")
        assert any("MANDATORY CREDIT" in words for words in added.warnings)

    def test_an_hour_that_cannot_be_read_denies_until_somebody_settled_it(self):
        photo = sent(instructions="EMBARGOED UNTIL the minister has spoken").photo
        assert photo.rights().kind == "denied" and "check the date" in photo.rights().reason
        photo.leases.get().lift(by=None)
        assert Photo.objects.get(pk=photo.pk).rights().allowed

    def test_an_embargo_that_is_over_says_nothing(self):
        assert sent(instructions="Embargoed until 18:00 5 May 2020").photo.leases.count() == 0

    def test_one_time_use_is_read(self):
        photo = sent(instructions="Chỉ dùng một lần").photo
        assert photo.leases.get().rule == ONCE


# ---- release ---------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
class TestRelease:
    def test_readers_do_not_get_what_is_denied(self):
        photo = sent().photo
        Lease.objects.create(photo=photo, rule=DENY)
        assert release.release([photo.pk]) == set()

    def test_what_may_be_used_once_stays_out_while_it_is_out_and_does_not_come_back(self):
        photo = sent().photo
        tasks.develop(photo.pk)
        Lease.objects.create(photo=photo, rule=ONCE)
        assert release.release([photo.pk]) == {photo.pk}
        assert release.release([photo.pk]) == {photo.pk}
        release.retract([photo.pk])
        assert release.release([photo.pk]) == set()

    def test_a_quota_counts_pictures_and_not_how_often_they_are_published(self):
        supplier = Supplier.objects.create(name="AFP", quota=2)
        photos = [sent(credit=f"Nhac {number} / AFP").photo for number in range(2)]
        for _again in range(3):
            release.release([photos[0].pk])
            release.retract([photos[0].pk])
        assert quotas.used(supplier, timezone.now()) == 1
        release.release([photos[1].pk])
        assert quotas.used(supplier, timezone.now()) == 2
        assert quotas.used(supplier, timezone.now() + 40 * DAY) == 0


@pytest.mark.parametrize("day", [date(2026, 1, 31), date(2026, 2, 28), date(2026, 12, 31)])
def test_a_month_is_the_papers_own(day):
    first, following = quotas.month(timezone.make_aware(datetime(day.year, day.month, day.day, 23, 59)))
    assert timezone.localtime(first).day == timezone.localtime(following).day == 1
    assert 28 <= (following - first).days <= 31
