"""Signing in, the demo's five ways in, the language of the desk."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.utils import timezone

from articles.admin import signin, throttle
from articles.models import DeskSettings, Event
from tests import given

pytestmark = pytest.mark.django_db
PASSWORD = "a-long-enough-word"


def sign_in(client, name, password=PASSWORD, **more):
    return client.post("/admin/login/", {"username": name, "password": password, **more}, follow=False)


def test_somebody_of_the_desk_signs_in_and_the_log_says_so(client):
    given.a_user("reporter", "moc")
    answer = sign_in(client, "moc")
    assert answer.status_code == 302 and answer["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200
    assert Event.objects.get(act="sign_in").by_name == "moc"


def test_an_account_without_a_role_stays_outside(client):
    User.objects.create_user("nobody", password=PASSWORD, is_staff=True)
    answer = sign_in(client, "nobody")
    assert answer.status_code == 200
    assert "no role" in answer.content.decode() or "vai trò" in answer.content.decode()


def test_a_closed_account_is_told_the_same_as_a_wrong_password(client):
    user = given.a_user("reporter", "moc")
    user.is_active = False
    user.save()
    closed = sign_in(client, "moc").context["form"].non_field_errors()
    wrong = sign_in(client, "moc", "wrong").context["form"].non_field_errors()
    unknown = sign_in(client, "not-there", "wrong").context["form"].non_field_errors()
    assert closed == wrong == unknown


def test_the_fifth_wrong_password_makes_the_next_try_wait_even_with_the_right_one(client):
    given.a_user("reporter", "moc")
    for _try in range(5):
        sign_in(client, "moc", "wrong")
    refused = sign_in(client, "moc")
    assert refused.status_code == 200 and refused.context["form"].has_error("__all__", "wait")
    with time_machine.travel(timezone.now() + timedelta(seconds=3)):
        assert sign_in(client, "moc").status_code == 302


def test_the_wait_grows_with_each_failure_and_ends_at_a_quarter_of_an_hour():
    now = timezone.now()
    waits = []
    for count in range(5, 20):
        Event.objects.bulk_create(
            Event(at=now, act=throttle.FAILED, by_name="moc", data={"address": f"h{count}"}) for _ in range(count)
        )
        waits.append(throttle.seconds_to_wait("Moc ", f"h{count}", now=now))
    assert waits[:5] == [1, 2, 4, 8, 16]
    assert max(waits) == 900


def test_failures_elsewhere_make_nobody_wait(client):
    given.a_user("reporter", "moc")
    for _try in range(9):
        throttle.note_failure("moc", "203.0.113.9")
    assert sign_in(client, "moc").status_code == 302


def test_an_address_that_tries_many_names_waits_whatever_the_name():
    for number in range(20):
        throttle.note_failure(f"name{number}", "203.0.113.9")
    assert 0 < throttle.seconds_to_wait("another", "203.0.113.9") <= 60
    assert throttle.seconds_to_wait("another", "203.0.113.10") == 0


def test_the_right_password_begins_the_count_anew(client):
    given.a_user("reporter", "moc")
    for _round in range(2):
        for _try in range(4):
            sign_in(client, "moc", "wrong")
        assert sign_in(client, "moc").status_code == 302
        client.logout()


def test_nothing_outside_the_desk_is_a_place_to_go_on_to(client):
    given.a_user("reporter", "moc")
    assert sign_in(client, "moc", next="https://elsewhere.example/")["Location"] == "/admin/"
    client.logout()
    assert sign_in(client, "moc", next="/admin/help/")["Location"] == "/admin/help/"


class TestTheDemo:
    def test_offers_five_rows_with_reporter_and_chief_first(self, client, settings):
        settings.DEMO, settings.PUBLIC = True, False
        for role, name in [("reporter", "reporter"), ("photographer", "photographer"), ("section", "editor"),
                           ("chief", "chief"), ("admin", "admin")]:  # fmt: skip
            given.a_user(role, name)
        rows = client.get("/admin/login/").context["demo"]
        assert [row.username for row in rows] == ["reporter", "chief", "editor", "photographer", "admin"]
        assert all(row.line for row in rows)

    def test_one_press_signs_in(self, client, settings):
        settings.DEMO, settings.PUBLIC = True, False
        given.a_user("chief", "chief")
        assert client.post("/admin/enter/chief/").status_code == 302
        assert client.get("/admin/").context["request"].user.get_username() == "chief"

    @pytest.mark.parametrize(("demo", "public"), [(False, False), (True, True), (False, True)])
    def test_is_no_way_in_anywhere_else(self, client, settings, demo, public):
        settings.DEMO, settings.PUBLIC = demo, public
        given.a_user("chief", "chief")
        assert client.post("/admin/enter/chief/").status_code == 404
        assert not client.get("/admin/login/").context["demo"]

    def test_is_no_way_in_for_anybody_but_its_own_people(self, client, settings):
        settings.DEMO, settings.PUBLIC = True, False
        given.a_user("chief", "somebody-real")
        assert client.post("/admin/enter/somebody-real/").status_code == 404

    def test_is_not_entered_by_following_a_link(self, client, settings):
        settings.DEMO, settings.PUBLIC = True, False
        given.a_user("chief", "chief")
        assert client.get("/admin/enter/chief/").status_code == 405


def test_a_language_chosen_at_the_desk_is_kept_with_the_account(client):
    user = given.a_user("reporter", "moc")
    client.force_login(user)
    client.post("/admin/language/", {"language": "en", "next": "/admin/help/"})
    assert DeskSettings.objects.get(user=user).language == "en"
    client.cookies.pop("newsroom_language")
    assert 'lang="en"' in client.get("/admin/", headers={"Accept-Language": "vi"}).content.decode()


def test_a_language_chosen_at_the_door_is_kept_by_the_browser(client):
    client.post("/admin/language/", {"language": "en", "next": "/admin/login/"})
    assert 'lang="en"' in client.get("/admin/login/", headers={"Accept-Language": "vi"}).content.decode()


def test_a_language_that_nobody_speaks_changes_nothing(client):
    answer = client.post("/admin/language/", {"language": "xx", "next": "//elsewhere.example"})
    assert answer["Location"] == "/admin/" and "newsroom_language" not in answer.cookies


def test_signing_out_leads_back_to_the_door(client):
    client.force_login(given.a_user("reporter"))
    assert client.post("/admin/logout/")["Location"] == "/admin/login/"
    assert client.get("/admin/").status_code == 302


def test_a_page_that_is_not_ones_own_says_so_in_the_desks_clothes(client):
    client.force_login(given.a_user("reporter"))
    answer = client.get("/admin/settings/")
    assert answer.status_code == 403
    assert "articles/desk/desk" in answer.content.decode() and "/admin/" in answer.content.decode()


def test_behind_a_proxy_each_sender_is_counted_alone(rf, settings):
    """On a public site the proxy's last word counts; on one machine nobody may say who they are."""
    request = rf.get("/admin/login/", headers={"X-Forwarded-For": "198.51.100.7, 203.0.113.9"})
    assert signin.address_of(request) == "127.0.0.1"
    settings.PUBLIC = True
    assert signin.address_of(request) == "203.0.113.9"
