"""Accounts: made by administrators, never above what one person may give; only their owners know the passwords."""

import re

import pytest
from django.contrib.auth.models import Group, User
from django.core import mail
from django.utils import translation

from articles import permissions
from articles.models import Contributor, DeskSettings, Event
from tests import given

pytestmark = pytest.mark.django_db
ACCOUNTS = "/admin/auth/user/"
NEW = {"username": "thu-ha", "first_name": "Thu Hạ", "email": "ha@example.org", "is_active": "on"}


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def enter(client, user):
    DeskSettings.objects.update_or_create(user=user, defaults={"language": "en"})
    client.force_login(user)
    return user


def page(account):
    return f"{ACCOUNTS}{account.pk}/change/"


def test_an_administrator_makes_an_account_whose_owner_chooses_the_password(client):
    enter(client, given.a_user("admin"))
    section = given.a_section()
    client.post(ACCOUNTS + "add/", {**NEW, "roles": ["section"], "sections": [section.pk]})
    made = User.objects.get(username="thu-ha")
    assert permissions.roles(made) == {"section"} and permissions.sections_of(made) == {section.pk}
    assert not made.has_usable_password() and not made.is_superuser
    link = re.search(r"https?://\S+?(/admin/reset/\S+)", mail.outbox[0].body)[1]
    client.logout()
    form = client.get(link, follow=True)
    here = form.redirect_chain[-1][0]
    client.post(here, {"new_password1": "sông-thu-bồn-1948", "new_password2": "sông-thu-bồn-1948"})
    assert client.login(username="thu-ha", password="sông-thu-bồn-1948")
    assert not client.get(link, follow=True).context["validlink"]
    acts = list(Event.objects.order_by("id").values_list("act", flat=True))
    assert acts == ["account_made", "role_changed", "password_link", "password_set"]


def test_a_mail_that_cannot_be_sent_is_said_and_the_account_is_kept(client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 9, 1
    enter(client, given.a_user("admin"))
    answer = client.post(ACCOUNTS + "add/", {**NEW, "roles": ["reporter"]}, follow=True)
    assert any("could not be mailed" in str(message) for message in answer.context["messages"])
    assert User.objects.filter(username="thu-ha").exists()
    assert not Event.objects.filter(act="password_link").exists()


@pytest.mark.parametrize("role", ["chief", "admin"])
def test_one_administrator_alone_makes_no_chief_and_no_administrator(client, role):
    enter(client, given.a_user("admin"))
    account = given.a_user("reporter")
    for url in (ACCOUNTS + "add/", page(account)):
        client.post(url, {**NEW, "username": f"x{role}", "roles": [role]})
    assert not User.objects.filter(username=f"x{role}").exists()
    assert permissions.roles(account) == {"reporter"}


def test_a_chief_keeps_that_role_when_an_administrator_changes_the_account(client):
    enter(client, given.a_user("admin"))
    chief = given.a_user("chief")
    client.post(page(chief), {**NEW, "email": "", "roles": ["reporter"]})
    assert permissions.roles(User.objects.get(pk=chief.pk)) == {"chief", "reporter"}


def test_nobody_changes_their_own_role_or_closes_themselves_out(client):
    admin = enter(client, given.a_user("admin"))
    client.post(page(admin), {**NEW, "roles": ["reporter", "section"], "is_active": ""})
    admin.refresh_from_db()
    assert admin.first_name == "Thu Hạ" and admin.is_active and permissions.roles(admin) == {"admin"}
    assert client.post(f"{ACCOUNTS}{admin.pk}/close/").status_code == 403


def test_nobody_becomes_a_superuser_at_the_desk_and_none_is_touched_there(client):
    emergency = User.objects.create_superuser("emergency", password="x")
    enter(client, given.a_user("admin"))
    assert client.post(page(emergency), {**NEW, "is_active": ""}).status_code == 403
    for way in ("link", "close"):
        assert client.post(f"{ACCOUNTS}{emergency.pk}/{way}/").status_code == 403
    client.post(ACCOUNTS + "add/", {**NEW, "is_superuser": "on", "is_staff": "on", "user_permissions": [1]})
    made = User.objects.get(username="thu-ha")
    assert not made.is_superuser and not made.user_permissions.exists()


def test_sections_without_the_role_of_section_editor_are_asked_about(client):
    enter(client, given.a_user("admin"))
    answer = client.post(ACCOUNTS + "add/", {**NEW, "roles": ["reporter"], "sections": [given.a_section().pk]})
    assert "sections" in answer.context["adminform"].form.errors
    assert not User.objects.filter(username="thu-ha").exists()


def test_taking_the_role_takes_its_sections_too(client):
    enter(client, given.a_user("admin"))
    editor = given.a_user("section", sections=[given.a_section()])
    client.post(page(editor), {**NEW, "username": editor.username, "roles": ["reporter"]})
    assert not editor.memberships.exists()
    assert Event.objects.filter(act="role_changed").get().data["roles"] == ["reporter"]


def test_a_closed_account_is_out_at_once_wherever_it_is_signed_in(client, django_user_model):
    reporter = given.a_user("reporter")
    client.force_login(reporter)
    assert client.get("/admin/").status_code == 200
    from django.test import Client

    chief = Client()
    chief.force_login(given.a_user("chief"))
    assert chief.post(f"{ACCOUNTS}{reporter.pk}/close/").status_code == 302
    assert client.get("/admin/").status_code == 302


def test_a_chief_closes_accounts_and_an_administrator_opens_them_again(client):
    account = given.a_user("reporter")
    close = f"{ACCOUNTS}{account.pk}/close/"
    chief = given.a_user("chief")
    enter(client, chief)
    client.post(close)
    assert client.post(close).status_code == 403
    assert client.post(page(account), {**NEW}).status_code == 403
    enter(client, given.a_user("admin"))
    client.post(close)
    account.refresh_from_db()
    assert account.is_active
    assert list(Event.objects.order_by("id").values_list("act", flat=True)) == ["account_closed", "account_opened"]


def test_prints_as_makes_the_stories_of_a_name_ones_own(client):
    enter(client, given.a_user("admin"))
    account, name = given.a_user("reporter"), Contributor.objects.create(name="Thu Hạ")
    story = given.a_draft(credit_line="Bài: Thu Hạ")
    data = {**NEW, "username": account.username, "roles": ["reporter"]}
    client.post(page(account), {**data, "contributor": name.pk})
    assert story in permissions.visible_stories(User.objects.get(pk=account.pk))
    client.post(page(account), {**data, "contributor": ""})
    assert story not in permissions.visible_stories(User.objects.get(pk=account.pk))


def test_a_name_that_another_account_prints_under_is_not_given_twice(client):
    enter(client, given.a_user("admin"))
    owner = given.a_user("reporter")
    name = Contributor.objects.create(name="Thu Hạ", account=owner)
    client.post(ACCOUNTS + "add/", {**NEW, "roles": ["reporter"], "contributor": name.pk})
    name.refresh_from_db()
    assert name.account == owner


@pytest.mark.parametrize("role", ["reporter", "photographer", "section"])
def test_accounts_are_closed_to_everybody_else(client, role):
    enter(client, given.a_user(role))
    account = given.a_user("reporter")
    assert client.get(ACCOUNTS).status_code == 403
    for way in ("link", "close", "change", "password", "delete"):
        assert client.post(f"{ACCOUNTS}{account.pk}/{way}/").status_code in {302, 403, 404}, way
    account.refresh_from_db()
    assert account.is_active and not mail.outbox


def test_an_administrator_cannot_type_anybodys_password(client):
    enter(client, given.a_user("admin"))
    account = given.a_user("reporter")
    before = account.password
    client.post(f"{ACCOUNTS}{account.pk}/password/", {"password1": "abcdefgh1234", "password2": "abcdefgh1234"})
    client.post(page(account), {**NEW, "password": "plain", "password1": "a", "password2": "a"})
    account.refresh_from_db()
    assert account.password == before


def test_groups_and_foreign_tags_have_no_pages_at_the_desk(client):
    enter(client, User.objects.create_superuser("emergency", password="x"))
    assert client.get("/admin/auth/group/").status_code == 404
    assert client.get("/admin/taggit/tag/").status_code == 404
    assert Group.objects.count() == 0


def test_a_chief_looks_at_an_account_and_its_two_acts(client):
    account = given.a_user("reporter")
    enter(client, given.a_user("chief"))
    answer = client.get(page(account))
    assert answer.status_code == 200
    assert answer.context["may_close"] and not answer.context["may_send"]
    assert 'name="username"' not in answer.content.decode()


class TestRolesThatTakeTwoPeople:
    def answer(self, client, by, account, answer, role="chief"):
        enter(client, by)
        return client.post(f"{ACCOUNTS}{account.pk}/role/", {"answer": answer, "role": role}, follow=True)

    def held(self, account):
        return permissions.roles(User.objects.get(pk=account.pk))

    @pytest.mark.parametrize("second", ["chief", "admin"])
    def test_one_proposes_and_a_second_gives(self, client, second):
        account, first, second = given.a_user("section"), given.a_user("admin"), given.a_user(second)
        self.answer(client, first, account, "propose")
        assert self.held(account) == {"section"}
        enter(client, second)
        start = client.get("/admin/").context
        assert [row.headline for row in start["rows"]] == [f"{account.username} is to become editor-in-chief"]
        self.answer(client, second, account, "give")
        assert self.held(account) == {"section", "chief"}
        enter(client, second)
        assert client.get("/admin/").context["rows"] == []

    def test_neither_the_proposer_nor_the_account_itself_is_the_second(self, client):
        account, first = given.a_user("admin"), given.a_user("admin")
        self.answer(client, first, account, "propose")
        for by in (first, account):
            self.answer(client, by, account, "give")
            assert "chief" not in self.held(account)
            enter(client, by)
            assert client.get("/admin/").context["rows"] == []

    def test_what_was_declined_cannot_be_given_any_more(self, client):
        account, chief = given.a_user("reporter"), given.a_user("chief")
        self.answer(client, given.a_user("admin"), account, "propose", "admin")
        self.answer(client, chief, account, "decline", "admin")
        answer = self.answer(client, chief, account, "give", "admin")
        assert "admin" not in self.held(account)
        assert any("any more" in str(message) for message in answer.context["messages"])

    def test_what_nobody_proposed_is_not_given(self, client):
        account = given.a_user("reporter")
        self.answer(client, given.a_user("chief"), account, "give")
        assert self.held(account) == {"reporter"}

    def test_one_is_enough_to_take_a_role_away_but_not_from_oneself(self, client):
        admin, chief = given.a_user("admin"), given.a_user("chief")
        self.answer(client, admin, chief, "take")
        assert self.held(chief) == set()
        self.answer(client, admin, admin, "take", "admin")
        assert self.held(admin) == {"admin"}

    def test_a_chief_proposes_nobody_and_others_do_nothing_here(self, client):
        account = given.a_user("reporter")
        assert self.answer(client, given.a_user("chief"), account, "propose").status_code == 403
        for role in ("reporter", "section", "photographer"):
            assert self.answer(client, given.a_user(role), account, "give").status_code == 403
        assert self.held(account) == {"reporter"}

    def test_an_emergency_account_makes_the_first_ones_alone(self, client):
        account = given.a_user("reporter")
        self.answer(client, User.objects.create_superuser("emergency", password="x"), account, "propose", "admin")
        assert "admin" in self.held(account)
        assert list(Event.objects.order_by("id").values_list("act", flat=True)) == ["role_proposed", "role_given"]

    def test_sections_and_other_roles_cannot_be_had_this_way(self, client):
        account = given.a_user("reporter")
        self.answer(client, given.a_user("admin"), account, "propose", "superuser")
        assert not Event.objects.exists()
