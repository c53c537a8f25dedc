"""The contact sheet: a field of many photographs at once, only what was touched, and each write can be taken back."""

import json

import pytest

from media import ingest, rights
from media.admin import sheet
from media.models import CodeList, Photo
from tests import given
from tests.media import shots

pytestmark = pytest.mark.django_db
FRAMES = "/admin/media/photo/frames/"


@pytest.fixture
def chief():
    return given.a_user("chief")


def shoot(*captions, by=None, **words):
    return [given.a_photo(caption, by=by, size=(64, 48), **words) for caption in captions]


def ids(photos):
    return [photo.pk for photo in photos]


def one(photos, field, how, text, **more):
    return {"photos": ids(photos), "field": field, "how": how, "text": text, **more}


def written(user, *writes):
    return sheet.write(user, list(writes), CodeList.of(user))


def values(photos, field="caption"):
    found = Photo.objects.in_bulk(ids(photos))
    return [getattr(found[photo.pk], field) for photo in photos]


# ---- one field of many ----


@pytest.mark.parametrize(
    ("how", "more", "expected"),
    [
        ("set", {"text": "Hội đua ghe."}, ["Hội đua ghe.", "Hội đua ghe."]),
        ("prefix", {"text": "Đà Nẵng:"}, ["Đà Nẵng: Cầu Rồng phun lửa", "Đà Nẵng: Chợ Hàn"]),
        ("append", {"text": ", tối 15-8."}, ["Cầu Rồng phun lửa, tối 15-8.", "Chợ Hàn, tối 15-8."]),
        ("replace", {"text": "phun nước", "find": "phun lửa"}, ["Cầu Rồng phun nước", "Chợ Hàn"]),
        ("replace", {"text": "x", "find": ""}, ["Cầu Rồng phun lửa", "Chợ Hàn"]),
        ("stem", {"text": "Hội đua ghe."}, ["Hội đua ghe. Cầu Rồng phun lửa", "Hội đua ghe. Chợ Hàn"]),
        ("stem", {"text": "Cầu Mới", "find": "Cầu Rồng"}, ["Cầu Mới phun lửa", "Cầu Mới Chợ Hàn"]),
        ("tail", {"text": "đội thắng.", "find": "Hội đua ghe:"}, ["Hội đua ghe: đội thắng."] * 2),
    ],
)
def test_a_caption_is_set_put_before_after_replaced_or_given_a_stem(chief, how, more, expected):
    photos = shoot("Cầu Rồng phun lửa", "Chợ Hàn")
    written(chief, one(photos, "caption", how, **more))
    assert values(photos) == expected


@pytest.mark.parametrize(
    ("how", "more", "expected"),
    [
        ("set", {"text": "đua ghe; lễ hội"}, ["đua ghe", "lễ hội"]),
        ("append", {"text": ["lễ hội", "cầu"]}, ["cầu", "sông", "lễ hội"]),
        ("prefix", {"text": "lễ hội"}, ["lễ hội", "cầu", "sông"]),
        ("replace", {"text": "sông Hàn", "find": "SONG"}, ["cầu", "sông Hàn"]),
        ("replace", {"text": "", "find": "cầu"}, ["sông"]),
    ],
)
def test_keywords_and_people_are_written_by_entry(chief, how, more, expected):
    photos = shoot("Cầu", keywords=["cầu", "sông"])
    written(chief, one(photos, "keywords", how, **more))
    assert values(photos, "keywords") == [expected]


def test_the_tail_of_a_frame_follows_a_stem_that_is_changed_later(chief):
    first, second = photos = shoot("", "")
    written(chief, one(photos, "caption", "stem", "Chung kết bóng đá nữ"))
    written(chief, one([first], "caption", "tail", "trước giờ bóng lăn.", find="Chung kết bóng đá nữ"))
    written(chief, one(photos, "caption", "stem", "Chung kết SEA Games", find="Chung kết bóng đá nữ"))
    assert values(photos) == ["Chung kết SEA Games trước giờ bóng lăn.", "Chung kết SEA Games"]


def test_only_touched_fields_are_written_and_remembered_as_a_persons_words(chief):
    photos = shoot("Cầu Rồng", "Cầu Rồng", credit="An Hạ")
    other = Photo.objects.get(pk=photos[0].pk)
    Photo.objects.filter(pk=photos[0].pk).update(alt="Ghe dài", taken_from={"alt": "xmp"})
    written(chief, one(photos, "event", "set", "Hội đua ghe sông Hàn"))
    first = Photo.objects.get(pk=photos[0].pk)
    assert (first.event, first.alt, first.caption) == ("Hội đua ghe sông Hàn", "Ghe dài", other.caption)
    assert first.taken_from == {"alt": "xmp", "event": "desk"}
    assert set(Photo.objects.search('"hoi dua ghe"')) == set(photos)


def test_a_write_is_taken_back_step_by_step(chief):
    photos = shoot("Một", "Hai", "Hai")
    first = written(chief, one(photos, "caption", "append", "đêm"), one(photos, "credit", "set", "An Hạ"))
    second = written(chief, one(photos, "caption", "set", "Giống nhau"))
    written(chief, *second["undo"])
    assert values(photos) == ["Một đêm", "Hai đêm", "Hai đêm"]
    back = written(chief, *first["undo"])
    assert (values(photos), values(photos, "credit")) == (["Một", "Hai", "Hai"], ["Minh Khuê"] * 3)
    written(chief, *back["undo"])  # and done again
    assert values(photos) == ["Một đêm", "Hai đêm", "Hai đêm"]


def test_taking_back_does_not_take_what_somebody_else_wrote_meanwhile(chief):
    photos = shoot("Một", "Hai")
    done = written(chief, one(photos, "caption", "set", "Chung"))
    Photo.objects.filter(pk=photos[0].pk).update(caption="Của bàn ảnh")
    back = written(chief, *done["undo"])
    assert values(photos) == ["Của bàn ảnh", "Hai"]
    assert [(entry["id"], "meanwhile" in entry["why"]) for entry in back["refused"]] == [(photos[0].pk, True)]


def test_codes_become_names_on_the_way_also_among_people(chief):
    CodeList.objects.create(user=chief, name="doi.txt", codes={"vt9": ["Nguyễn Văn Toàn"], "pm": ["Phạm, Minh"]})
    photos = shoot("", "")
    written(chief, one(photos, "caption", "set", r"\vt9\ ghi bàn"), one(photos, "people", "set", r"\vt9\, \pm\ "))
    assert values(photos) == ["Nguyễn Văn Toàn ghi bàn"] * 2
    assert values(photos, "people")[0] == ["Nguyễn Văn Toàn", "Phạm, Minh"]


def test_many_photographs_cost_as_many_queries_as_few(chief, django_assert_max_num_queries, client):
    client.force_login(chief)
    few, many = shoot("a", "b"), shoot(*"abcdefghij")
    counts = []
    for photos in (few, many):
        writes = [one(photos, "caption", "append", "đêm"), one(photos, "credit", "set", "An Hạ")]
        with django_assert_max_num_queries(45) as done:
            answer = client.post(FRAMES, json.dumps({"writes": writes}), content_type="application/json")
        assert len(answer.json()["frames"]) == len(photos)
        counts.append(len(done))
    assert counts[0] == counts[1]


def test_stories_are_told_once_of_all_photographs(chief, django_capture_on_commit_callbacks):
    from media.signals import photos_changed

    told = []

    def listen(photo_ids, **_others):
        told.append(sorted(photo_ids))

    photos_changed.connect(listen)
    photos = shoot("a", "b")
    with django_capture_on_commit_callbacks(execute=True):
        written(chief, one(photos, "caption", "set", "Cầu"))
    photos_changed.disconnect(listen)
    assert told == [sorted(ids(photos))]


# ---- whose words ----


def test_of_a_mixed_selection_ones_own_are_written_and_others_named(client):
    photographer = given.a_user("photographer")
    (own,), (others,) = shoot("Của mình", by=photographer), shoot("Của người khác", by=given.a_user("reporter"))
    client.force_login(photographer)
    body = {"writes": [one([own, others], "caption", "set", "Mới"), one([own], "credit", "set", "Đông Phong")]}
    answer = client.post(FRAMES, json.dumps(body), content_type="application/json").json()
    assert values([own, others]) == ["Mới", "Của người khác"]
    assert answer["refused"] == [{"id": others.pk, "name": "", "why": "These words are not yours to change."}]
    assert [frame["id"] for frame in answer["frames"]] == [own.pk]


def test_a_photograph_is_written_wholly_or_not_at_all(chief):
    short, long = shoot("Ngắn", "x" * 2990)
    done = written(
        chief, one([short, long], "credit", "set", "An Hạ"), one([short, long], "caption", "append", "thêm vào đây")
    )
    assert values([short, long], "credit") == ["An Hạ", "Minh Khuê"]
    assert [(entry["id"], "3000 characters" in entry["why"]) for entry in done["refused"]] == [(long.pk, True)]


def test_the_rights_of_many_are_those_of_each(db):
    """granted() answers for all photographs at once what has_perm() answers for each."""
    people = [given.a_user(role) for role in ("reporter", "photographer", "section", "chief", "admin")]
    photos = [photo for user in people for photo in shoot("Cầu", by=user)]
    for user in people:
        for right in set(sheet.FIELDS.values()):
            each = {photo.pk for photo in photos if user.has_perm(right, photo)}
            assert set(rights.granted(user, right, Photo.objects.all()).values_list("pk", flat=True)) == each


@pytest.mark.parametrize(
    "body",
    [
        "", "[]", "{}", '{"writes": {}}', '{"writes": []}', '{"writes": [1]}', "[" * 100_000,
        '{"writes": [{"photos": [1], "field": "sha256", "how": "set", "text": "x"}]}',
        '{"writes": [{"photos": [1], "field": "caption", "how": "drop", "text": "x"}]}',
        '{"writes": [{"photos": ["1"], "field": "caption", "how": "set", "text": "x"}]}',
        '{"writes": [{"photos": [true], "field": "caption", "how": "set", "text": "x"}]}',
        '{"writes": [{"photos": [1], "field": "caption", "how": "set", "text": 5}]}',
        '{"writes": [{"photos": [1], "field": "people", "how": "set", "text": [[]]}]}',
        '{"writes": [{"photos": [1], "field": "alt", "how": "stem", "text": "x"}]}',
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_and_writes_nothing(client, chief, body):
    photos = shoot("Cầu")
    client.force_login(chief)
    answer = client.post(FRAMES, body, content_type="application/json")
    assert answer.status_code == 422 and "nothing was saved" in answer.json()["error"].lower()
    assert values(photos) == ["Cầu"]


def test_a_photograph_that_is_not_there_is_refused_by_number(chief):
    done = sheet.write(chief, [{"photos": [2**62], "field": "caption", "how": "set", "text": "x"}], {})
    assert (done["changed"], [entry["id"] for entry in done["refused"]]) == ([], [2**62])


def test_control_signs_never_come_into_a_caption(chief):
    photos = shoot("Cầu")
    written(chief, one(photos, "caption", "set", "Chợ\0 \x07nổi"), one(photos, "people", "set", ["A\0n"]))
    assert (values(photos), values(photos, "people")) == (["Chợ nổi"], [["An"]])


# ---- what came ----


def test_the_sheet_shows_what_one_sent_today_and_not_anothers(client):
    photographer = given.a_user("photographer")
    own = shoot("Một", "Hai", by=photographer, keywords=["cầu"])
    shoot("Của người khác", by=given.a_user("reporter"))
    client.force_login(photographer)
    for query in ("of=mine", "of=all", "&".join(f"id={pk}" for pk in Photo.objects.values_list("pk", flat=True))):
        frames = client.get(f"{FRAMES}?{query}").json()["frames"]
        assert [frame["fields"]["caption"] for frame in frames] == ["Một", "Hai"], query
    assert frames[0]["fields"]["keywords"] == ["cầu"] and set(frames[0]["may"].values()) == {True}
    assert [frame["id"] for frame in frames] == ids(own)


@pytest.mark.parametrize("query", ["", "of=x", "id=x", "id=99999999999999999999", "id=²", "id=-1"])
def test_the_sheet_answers_whatever_it_is_asked(client, chief, query):
    shoot("Một")
    client.force_login(chief)
    assert client.get(f"{FRAMES}?{query}").json()["frames"] == []


# ---- marks ----


def marked(**words):
    photo = Photo(
        **{"caption": "Ghe đua trên sông Hàn chiều 2-9.", "credit": "An Hạ", "original_name": "DSC_1.jpg"} | words
    )
    return [mark["what"] for mark in sheet.marks(photo, words.pop("known", ()))]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ({}, []),
        ({"caption": "", "credit": ""}, ["caption", "credit"]),
        ({"credit": "", "creators": ["An Hạ"]}, []),
        ({"caption": "Cầu Rồng"}, ["short"]),
        ({"alt": "ghe đua trên sông hàn"}, ["alt"]),
        ({"alt": "DSC_0001.JPG"}, ["alt"]),
        ({"alt": "Mười hai người chèo một ghe thân rồng"}, []),
        ({"caption": r"Ghe của \ai\ về nhất trên sông."}, ["code"]),
    ],
)
def test_marks_say_what_a_desk_would_mend(words, expected):
    assert marked(**words) == expected


def people(caption, tagged, known=()):
    photo = Photo(caption=caption, credit="An Hạ", people=tagged, original_name="a.jpg")
    return [mark["word"] for mark in sheet.marks(photo, known) if mark["what"] == "people"]


def test_the_names_of_the_caption_and_the_people_tagged_have_to_agree():
    caption = "Từ trái: Nguyễn Văn Toàn, Trần Hoa và Lê Mộc nhận cúp."
    assert people(caption, ["Nguyễn Văn Toàn", "Trần Hoa", "Lê Mộc"]) == []
    assert people(caption, ["NGUYEN VAN TOAN", "Phạm Tùng"]) == ["Tagged but not in the caption: Phạm Tùng"]
    assert people(caption, ["Trần Hoa", "Nguyễn Văn Toàn"])[0].startswith("The people are tagged in another order")
    assert people(caption, ["Trần Hoa"], known=["Lê Mộc", "Văn Toàn", "Nguyễn Văn Toàn", "Lê"]) == [
        "In the caption but not tagged: Lê Mộc, Nguyễn Văn Toàn"
    ]
    assert people("Lễ trao cúp đêm qua tại Đà Nẵng.", [], known=["Lê Mộc"]) == []


# ---- codes of one's own ----


def test_a_list_of_codes_is_kept_for_whoever_sent_it_and_no_other(client):
    one_of_them, other = given.a_user("photographer"), given.a_user("photographer")
    client.force_login(one_of_them)
    from django.core.files.uploadedfile import SimpleUploadedFile

    def send(data, name="doi-bong.txt"):
        return client.post("/admin/media/photo/codes/", {"file": SimpleUploadedFile(name, data)})

    assert send("vt9\tNguyễn Văn Toàn".encode()).json() == {
        "name": "doi-bong.txt",
        "codes": {"vt9": ["Nguyễn Văn Toàn"]},
    }
    refused = send(b"\xff", "hong.txt")
    assert refused.status_code == 422 and "hong.txt was not taken" in refused.json()["error"]
    assert (CodeList.of(one_of_them), CodeList.of(other)) == ({"vt9": ["Nguyễn Văn Toàn"]}, {})
    assert client.post("/admin/media/photo/codes/").json() == {"name": "", "codes": {}}
    assert CodeList.of(one_of_them) == {}


# ---- a file that is known ----


def ask(client, data, **words):
    import hashlib

    sha256 = hashlib.sha256(data).hexdigest()
    return client.post("/admin/media/photo/known/", {"sha256": sha256, **words}).json()["known"]


def test_a_file_that_is_here_says_so_by_its_hash_and_keeps_its_words(client):
    import io

    photographer, data = given.a_user("photographer"), shots.jpeg((64, 48))
    client.force_login(photographer)
    assert ask(client, data) is None
    ingest.add_photo(io.BytesIO(data), name="a.jpg", by=photographer, caption="Cầu")
    known = ask(client, data, caption="Khác", credit="An Hạ")
    assert known["known"] and (known["fields"]["caption"], known["fields"]["credit"]) == ("Cầu", "An Hạ")
    assert Photo.objects.count() == 1


def test_a_hash_alone_tells_a_stranger_nothing_and_makes_nothing_theirs(client):
    import io

    data = shots.jpeg((64, 48))
    photo = ingest.add_photo(io.BytesIO(data), name="a.jpg", by=given.a_user("reporter"), caption="Kín").photo
    stranger = given.a_user("photographer")
    client.force_login(stranger)
    assert ask(client, data) is None and ask(client, b"x") is None
    assert not stranger.has_perm("photo.attach", photo) and not photo.uploads.exists()
    assert client.post("/admin/media/photo/known/", {"sha256": "../../x"}).json() == {"known": None}
