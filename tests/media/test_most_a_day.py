"""What one person may send within a day, by role: said in a sentence when it is reached, at every door for bytes."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from media import ingest
from media.hotfolder import HotFolder
from media.models import Photo
from newsroom import environment
from tests import given

pytestmark = pytest.mark.django_db
UPLOAD = "/admin/media/photo/upload/"
GB = 1 << 30


def send(client, data=None, **how):
    file = SimpleUploadedFile("cho-noi.jpg", data or given.jpeg((400, 300)), "image/jpeg")
    return client.post(UPLOAD, {"file": file}, **how)


@pytest.fixture
def photographer(client, settings):
    settings.UPLOADS_A_DAY = {"photographer": (2, GB)}
    user = given.a_user("photographer")
    client.force_login(user)
    return user


def test_who_has_sent_as_many_as_they_may_is_told_and_nothing_is_stored(client, photographer):
    assert [send(client, headers={"accept": "application/json"}).status_code for _each in range(3)] == [200, 200, 422]
    refused = send(client, headers={"accept": "application/json"}).json()["refused"]
    assert (
        "cho-noi.jpg was not taken." in refused and "2 photographs within 24 hours" in refused and "tomorrow" in refused
    )
    page = client.post(
        UPLOAD, {"files": SimpleUploadedFile("x.jpg", given.jpeg((400, 300)))}, follow=True
    ).content.decode()
    assert "x.jpg was not taken." in page and "tomorrow" in page
    assert Photo.objects.count() == 2


def test_bytes_are_counted_too(photographer, settings):
    first = given.a_photo(by=photographer, size=(400, 300))
    settings.UPLOADS_A_DAY = {"photographer": (50, first.bytes + 100)}
    with pytest.raises(ingest.Refused, match="GB within 24 hours"):
        given.a_photo(by=photographer, size=(400, 300))


def test_what_is_here_already_and_what_was_sent_the_day_before_does_not_count(client, photographer):
    data = given.jpeg((400, 300))
    for bytes_sent in (data, None, data):
        assert send(client, bytes_sent, headers={"accept": "application/json"}).status_code == 200
    Photo.objects.update(uploaded_at=timezone.now() - timedelta(hours=25))
    assert send(client, headers={"accept": "application/json"}).status_code == 200


def test_each_role_has_its_own_measure_and_several_roles_the_greatest(photographer, settings):
    from django.contrib.auth.models import Group

    settings.UPLOADS_A_DAY = {"photographer": (0, GB), "chief": (1, GB)}
    with pytest.raises(ingest.Refused):
        given.a_photo(by=photographer, size=(400, 300))
    photographer.groups.add(Group.objects.get_or_create(name="chief")[0])
    given.a_photo(by=photographer, size=(400, 300))
    settings.UPLOADS_A_DAY = {"photographer": (0, GB)}  # of the chief's role nothing is said: no limit
    given.a_photo(by=photographer, size=(400, 300))
    given.a_photo(by=None, size=(400, 300))  # commands have none either


def test_what_comes_by_the_hot_folder_counts_for_its_sender_and_the_file_is_kept(photographer, settings, tmp_path):
    settings.UPLOADS_A_DAY = {"photographer": (0, GB)}
    folder = tmp_path / photographer.username
    folder.mkdir()
    (folder / "a.jpg").write_bytes(given.jpeg((400, 300)))
    hot = HotFolder(tmp_path)
    outcomes = [outcome for at in (0, 100, 200) for _path, outcome in hot.look(at)]
    assert len(outcomes) == 1 and isinstance(outcomes[0], ingest.Refused)
    assert [path.name for path in tmp_path.rglob("a.jpg")] == ["a.jpg"] and not Photo.objects.exists()


def test_the_operator_sets_the_measure_and_a_mistake_is_named(monkeypatch):
    monkeypatch.setenv("X", "photographer:300:5, reporter:20:1")
    assert environment.uploads("X", "") == {"photographer": (300, 5 * GB), "reporter": (20, GB)}
    monkeypatch.setenv("X", "photographer:many")
    with pytest.raises(environment.Unreadable, match="photographer:5000:100"):
        environment.uploads("X", "")
