"""The page on which terms are set: for one photograph, for many, by whom the table lets, with a sentence for every mistake."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.models import DeskSettings
from media.models import Lease, Photo, Supplier
from media.terms import ALLOW, DENY
from tests import given

pytestmark = pytest.mark.django_db
DENIED = {"add": "1", "rule": "deny", "use": "all", "reason": "Gia đình xin gỡ"}


def signed_in(client, role):
    user = given.a_user(role)
    DeskSettings.objects.create(user=user, language="en")
    client.force_login(user)
    return user


def address(*photos):
    return f"{reverse('admin:media_photo_rights')}?ids={','.join(str(photo.pk) for photo in photos)}"


def test_a_section_editor_denies_many_at_once_and_says_why(client):
    user, photos = signed_in(client, "section"), [given.a_photo() for _ in range(3)]
    assert client.post(address(*photos), DENIED).status_code == 302
    for photo in Photo.objects.all():
        lease = photo.leases.get()
        assert (lease.rule, lease.reason, lease.by) == (DENY, "Gia đình xin gỡ", user)
        assert photo.why_not() == "Cannot be used: Gia đình xin gỡ."
    page = client.get(address(*photos)).content.decode()
    assert "3 × Cannot be used: Gia đình xin gỡ." in page and page.count('name="lift"') == 1


def test_days_are_whole_and_the_last_one_counts(client):
    signed_in(client, "chief")
    photo = given.a_photo()
    terms = {**DENIED, "rule": "allow", "use": "web", "first_day": "2026-05-01", "last_day": "2026-05-03"}
    client.post(address(photo), terms)
    lease = photo.leases.get()
    assert (lease.rule, lease.use) == (ALLOW, "web")
    assert lease.starts_at == timezone.make_aware(datetime(2026, 5, 1))
    assert lease.ends_at == timezone.make_aware(datetime(2026, 5, 4))
    client.post(address(photo), {**terms, "last_hour": "18:00"})
    assert photo.leases.latest("pk").ends_at == timezone.make_aware(datetime(2026, 5, 3, 18))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"reason": " "}, "Say why"),
        ({"first_day": "2026-05-03", "last_day": "2026-05-01"}, "ends before it begins"),
        ({"rule": "allow"}, "Allowed in which time?"),
        ({"last_hour": "18:00"}, "on which day"),
        ({"first_day": "31-31-2026"}, "Enter a valid date"),
        ({"rule": "perhaps"}, "not one of the available choices"),
    ],
)
def test_bad_terms_are_refused_with_a_sentence_and_nothing_is_set(client, typed, sentence):
    signed_in(client, "chief")
    answer = client.post(address(given.a_photo()), {**DENIED, **typed})
    assert answer.status_code == 422 and sentence in answer.content.decode()
    assert not Lease.objects.exists()


def test_a_term_is_lifted_and_stays_on_record(client):
    user, photo = signed_in(client, "chief"), given.a_photo()
    lease = Lease.objects.create(photo=photo, rule=DENY, reason="Nhầm", by=user)
    client.post(address(photo), {"lift": lease.pk})
    lease.refresh_from_db()
    assert lease.lifted_by == user and Photo.objects.get().why_not() == ""
    page = client.get(address(photo)).content.decode()
    assert "What was lifted" in page and "Nhầm" in page
    assert client.post(address(photo), {"lift": "999999999999999999999999"}).status_code == 302


def test_the_term_of_another_photograph_is_not_lifted_through_this_page(client):
    signed_in(client, "chief")
    other = Lease.objects.create(photo=given.a_photo(), rule=DENY)
    client.post(address(given.a_photo()), {"lift": other.pk})
    other.refresh_from_db()
    assert other.lifted_at is None


def test_a_photographer_sets_terms_of_their_own_photographs_alone(client):
    user = signed_in(client, "photographer")
    own, strangers = given.a_photo(by=user), given.a_photo()
    client.post(address(own, strangers), DENIED)
    assert own.leases.count() == 1 and strangers.leases.count() == 0
    assert client.get(address(strangers)).status_code == 403
    assert client.post(address(strangers), DENIED).status_code == 403


def test_a_reporter_sets_none(client):
    user = signed_in(client, "reporter")
    assert client.get(address(given.a_photo(by=user))).status_code == 403


@pytest.mark.parametrize("ids", ["", "x", "99999999999999999999", "1e5,-3"])
def test_where_none_is_named_a_sentence_leads_back_to_the_grid(client, ids):
    signed_in(client, "chief")
    answer = client.get(f"{reverse('admin:media_photo_rights')}?ids={ids}", follow=True)
    assert answer.redirect_chain == [(reverse("admin:media_photo_changelist"), 302)]
    assert (
        "Choose at least one photograph" in answer.content.decode()
        or "Hãy chọn ít nhất một ảnh" in answer.content.decode()
    )


def test_one_that_is_not_there_is_not_found(client):
    signed_in(client, "chief")
    assert client.get(f"{reverse('admin:media_photo_rights')}?ids=999").status_code == 404


def test_the_grid_leads_there_with_what_is_chosen(client):
    signed_in(client, "section")
    photos = [given.a_photo() for _ in range(2)]
    assert 'value="rights"' in client.get(reverse("admin:media_photo_changelist")).content.decode()
    chosen = {"do": "rights", "photo": [photo.pk for photo in photos]}
    answer = client.post(reverse("admin:media_photo_chosen"), chosen, follow=True)
    assert answer.status_code == 200 and "Rights of 2 photographs" in answer.content.decode()


def test_the_supplier_is_chosen_for_many(client):
    signed_in(client, "section")
    agency = Supplier.objects.create(name="AFP", contract_until=timezone.localdate() - timedelta(days=1))
    photos = [given.a_photo() for _ in range(2)]
    client.post(address(*photos), {"whose": "1", "supplier": agency.pk})
    assert {photo.supplier for photo in Photo.objects.all()} == {agency}
    assert "contract with AFP" in Photo.objects.first().why_not()


def test_the_photographs_own_page_says_what_may_be_done_with_it_and_by_whom_it_was_set(client):
    user = signed_in(client, "chief")
    photo = given.a_photo(instructions="NO SALES. CHINA OUT")
    Lease.objects.create(photo=photo, rule=DENY, reason="Gia đình xin gỡ", by=user)
    page = client.get(reverse("admin:media_photo_change", args=[photo.pk])).content.decode()
    assert page.count("Cannot be used: Gia đình xin gỡ.") == 1
    assert "Not for every country: “CHINA OUT”" in page and user.username in page


def test_instructions_corrected_by_the_desk_are_read_again(client):
    signed_in(client, "chief")
    photo = given.a_photo(instructions="EMBARGOED UNTIL the minister has spoken")
    assert not photo.rights().allowed
    change = reverse("admin:media_photo_change", args=[photo.pk])
    form = client.get(change).context["adminform"].form
    fields = {name: form[name].value() for name in form.fields if name != "hand_crops"}
    fields = {name: ", ".join(value) if isinstance(value, list) else value for name, value in fields.items()}
    sent = {name: value for name, value in fields.items() if value is not None} | {"instructions": ""}
    sent |= {f"hand_crops_{number}": "" for number in range(5)}
    assert client.post(change, sent).status_code == 302
    assert Photo.objects.get().rights().allowed


def test_the_picker_says_why_a_photograph_cannot_be_used(client):
    signed_in(client, "chief")
    photo = given.a_photo()
    Lease.objects.create(photo=photo, rule=DENY, reason="embargo")
    (shown,) = client.get(reverse("admin:media_photo_pick")).json()["photos"]
    assert (shown["usable"], shown["why"]) == (False, "Cannot be used: embargo.")


class TestSuppliers:
    FORM = {"name": "AFP", "kind": "agency", "names": "Agence France-Presse", "quota": "30", "warn_at": "25"}

    def test_the_chief_keeps_a_supplier_with_its_quota(self, client):
        signed_in(client, "chief")
        assert client.post(reverse("admin:media_supplier_add"), self.FORM).status_code == 302
        supplier = Supplier.objects.get()
        assert (supplier.names, supplier.quota) == (["Agence France-Presse"], 30)
        page = client.get(reverse("admin:media_supplier_changelist")).content.decode()
        assert "AFP" in page and "0 of 30 pictures of this month are taken." in page

    def test_a_section_editor_keeps_contracts_but_no_quota(self, client):
        signed_in(client, "section")
        Supplier.objects.create(name="AFP", quota=10)
        page = reverse("admin:media_supplier_change", args=[Supplier.objects.get().pk])
        client.post(page, {**self.FORM, "contract_until": "2027-01-31", "quota": "1000", "warn_at": ""})
        supplier = Supplier.objects.get()
        assert (supplier.quota, str(supplier.contract_until)) == (10, "2027-01-31")
        assert "Suppliers of pictures" in client.get("/admin/settings/").content.decode()

    @pytest.mark.parametrize("role", ["reporter", "photographer", "admin"])
    def test_others_keep_none(self, client, role):
        signed_in(client, role)
        assert client.get(reverse("admin:media_supplier_changelist")).status_code == 403

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ({"contract_from": "2026-05-03", "contract_until": "2026-05-01"}, "ends before it begins"),
            ({"warn_at": "31"}, "at or below"),
            ({"kind": "cc"}, "address of the licence"),
            ({"name": "ÁFP"}, "already"),
        ],
    )
    def test_mistakes_are_told(self, client, typed, sentence):
        signed_in(client, "chief")
        Supplier.objects.create(name="Afp")
        form = {**self.FORM, "name": "TTXVN", **typed}
        answer = client.post(reverse("admin:media_supplier_add"), form)
        assert answer.status_code == 200 and sentence in answer.content.decode()

    def test_its_terms_hold_for_every_photograph_of_it(self, client):
        signed_in(client, "section")
        supplier = Supplier.objects.create(name="AFP")
        photo = given.a_photo(credit="Nhac / AFP")
        page = reverse("admin:media_supplier_terms", args=[supplier.pk])
        assert client.post(page, {**DENIED, "reason": "chưa trả tiền"}).status_code == 302
        assert Photo.objects.get(pk=photo.pk).why_not() == "Cannot be used: chưa trả tiền."
        assert "chưa trả tiền" in client.get(page).content.decode()
