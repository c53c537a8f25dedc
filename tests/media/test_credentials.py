"""Content Credentials of originals: read at ingest without the network, kept with their state, told to the desk."""

import http.server
import io
import json
import threading

import pytest
from django.core.management import call_command

from media import credentials, ingest, provenance
from media.darkroom import Darkroom, Failed
from media.models import Photo
from newsroom import checks
from tests import given
from tests.media import shots, signed
from tests.media.forms import posted

pytestmark = pytest.mark.django_db
FOLDER = shots.data("photos-c2pa")
# As written down beside the files: state, and the code of what is wrong.
EXPECTED = {
    "no-manifest-A.jpg": ("none", ""),
    "sample1.webp": ("none", ""),
    "signed-C.jpg": ("untrusted", "signingCredential.untrusted"),
    "tampered-XCA.jpg": ("invalid", "assertion.dataHash.mismatch"),
}


@pytest.fixture(scope="module")
def works(tmp_path_factory):
    return signed.Works(tmp_path_factory.mktemp("works"))


def sent(data, name="a.jpg"):
    return ingest.add_photo(io.BytesIO(data), name=name).photo


@pytest.mark.skipif(FOLDER is None, reason="the signed pictures are not in NEWSROOM_TEST_DATA")
def test_every_picture_that_others_signed_has_the_state_they_say():
    listed = {entry["file"] for entry in json.loads((FOLDER / "expected.json").read_text())}
    assert listed == set(EXPECTED)
    for name, (state, code) in EXPECTED.items():
        found = sent((FOLDER / name).read_bytes(), name).credentials
        assert (found["state"], found.get("code", "")) == (state, code), name
    shown = Photo.objects.get(original_name="signed-C.jpg").credentials
    assert shown["signer"] == "C2PA Test Signing Cert" and shown["generator"].startswith("make_test_images")
    assert shown["actions"][0]["action"] == "c2pa.created" and shown["signed_at"].startswith("2023-09-29")


def test_a_signer_is_trusted_when_the_paper_says_so(works, settings, tmp_path):
    picture = works.sign(source=signed.CAMERA)
    unknown = sent(picture).credentials
    assert (unknown["state"], unknown["signer"]) == ("untrusted", "Test Camera Works")
    settings.C2PA_TRUST = tmp_path / "trusted.pem"
    settings.C2PA_TRUST.write_text(works.anchor)
    call_command("check_credentials", "--again", stdout=io.StringIO())
    assert Photo.objects.get().credentials["state"] == "valid"


def test_a_list_of_trusted_signers_that_is_gone_or_garbage_trusts_nobody(works, settings, tmp_path):
    settings.C2PA_TRUST = tmp_path / "gone.pem"
    [told] = checks.trusted_signers(None)
    assert "gone.pem" in told.msg
    assert sent(works.sign()).credentials["state"] == "untrusted"
    settings.C2PA_TRUST.write_text("no certificate")
    assert sent(works.sign()).credentials["state"] in ("untrusted", "unchecked")


@pytest.mark.parametrize("format", ["PNG", "WEBP", "GIF", "TIFF", "AVIF"])
def test_credentials_are_read_in_every_format_that_is_taken(works, format):
    file = io.BytesIO()
    shots.picture().save(file, format)
    found = sent(works.sign(file.getvalue(), kind=f"image/{format.lower()}"), f"a.{format.lower()}").credentials
    assert (found["state"], found["generator"]) == ("untrusted", "Painting Machine 3")


def test_pixels_changed_after_signing_are_told(works):
    picture = bytearray(works.sign())
    picture[-400] ^= 0x55
    found = sent(bytes(picture)).credentials
    assert (found["state"], found["code"]) == ("invalid", "assertion.dataHash.mismatch")


def test_the_network_is_never_asked(works, tmp_path):
    asked = []

    class Elsewhere(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(works.manifest)

        do_POST = do_GET

        def log_message(self, *words):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        here = f"http://127.0.0.1:{server.server_port}/"
        works = signed.Works(tmp_path, ocsp=here)
        inside, outside = works.sign(), works.sign(at=here + "m.c2pa")
        assert sent(outside).credentials == {"state": "unchecked", "code": "elsewhere"}
        assert sent(inside).credentials["state"] == "untrusted"
        path = tmp_path / "outside.jpg"
        path.write_bytes(outside)
        assert provenance.read(str(path), "JPEG") == {"state": "unchecked", "code": "elsewhere"}
        assert asked == []
        # As the library comes it would have asked: the file really leads there.
        signed.c2pa.Reader("image/jpeg", io.BytesIO(outside)).json()
        assert asked == ["/m.c2pa"]
        server.shutdown()


def test_damaged_credentials_cost_nobody_an_upload(works):
    whole = works.sign()
    at = whole.index(provenance.MARK)
    for broken in (
        whole[: at + 40] + bytes(300) + whole[at + 340 :],
        whole[:at] + b"jumdc2pa" + b"\xff" * 60 + whole[at + 68 :],
    ):
        photo = sent(broken)
        assert photo.credentials["state"] in ("unreadable", "invalid", "none"), photo.credentials
        assert photo.renditions.exists()


def test_without_the_library_pictures_are_taken_all_the_same(works, monkeypatch, tmp_path):
    path = tmp_path / "a.jpg"
    path.write_bytes(works.sign())
    monkeypatch.setitem(__import__("sys").modules, "c2pa", None)
    assert provenance.read(str(path), "JPEG") == {"state": "unchecked", "code": "no reader"}


def test_a_library_that_takes_too_long_or_dies_costs_nobody_an_upload(works, monkeypatch):
    def ask(self, job, seconds=25.0, asked=Darkroom.ask):
        if job["do"] == "credentials":
            raise Failed("too long")
        return asked(self, job, seconds)

    monkeypatch.setattr(Darkroom, "ask", ask)
    photo = sent(works.sign())
    assert photo.credentials == {"state": "unchecked", "code": "too long"} and photo.renditions.exists()


def test_a_picture_without_credentials_asks_the_worker_once(monkeypatch):
    jobs = []
    monkeypatch.setattr(
        Darkroom, "ask", lambda self, job, *more, asked=Darkroom.ask: jobs.append(job["do"]) or asked(self, job, *more)
    )
    assert sent(shots.jpeg()).credentials == {"state": "none"}
    assert jobs.count("credentials") == 0


def test_what_ai_made_is_taken_as_that_even_where_the_seal_is_broken(works):
    assert sent(works.sign()).digital_source_type == signed.AI
    broken = bytearray(works.sign())
    broken[-400] ^= 0x55
    photo = sent(bytes(broken))
    assert photo.credentials["state"] == "invalid"
    assert photo.digital_source_type == signed.AI
    assert photo.taken_from["digital_source_type"] == "c2pa"


def test_a_broken_seal_does_not_make_a_picture_a_photograph(works):
    assert sent(works.sign(source=signed.CAMERA)).digital_source_type == signed.CAMERA
    broken = bytearray(works.sign(source=signed.CAMERA))
    broken[-400] ^= 0x55
    assert sent(bytes(broken)).digital_source_type == ""


def test_ai_in_a_part_or_a_step_makes_the_whole_altered_with_ai(works):
    altered = signed.TYPES + "compositeWithTrainedAlgorithmicMedia"
    filled = works.sign(source=signed.AI, action="c2pa.edited", edited=works.sign(source=signed.CAMERA))
    assert sent(filled).digital_source_type == altered
    montage = works.sign(source=signed.TYPES + "compositeCapture", part=works.sign())
    assert sent(montage).digital_source_type == altered
    retouched = works.sign(source="", action="c2pa.color_adjustments", edited=works.sign())
    assert sent(retouched).digital_source_type == signed.AI


def test_photographs_from_before_are_asked_by_a_command_once(works):
    photo = sent(works.sign())
    Photo.objects.update(credentials={}, digital_source_type="", taken_from={})
    said = io.StringIO()
    call_command("check_credentials", stdout=said)
    assert "1 originals looked at, 1 with Content Credentials." in said.getvalue()
    photo.refresh_from_db()
    assert (photo.credentials["state"], photo.digital_source_type) == ("untrusted", signed.AI)


def test_a_file_whose_words_hide_what_its_credentials_say_waits_for_a_person(client, works):
    out = io.BytesIO()
    shots.picture().save(out, "JPEG", xmp=shots.xmp_of_source(signed.CAMERA))
    photo = sent(works.sign(out.getvalue()))
    assert photo.digital_source_type == signed.CAMERA
    client.force_login(given.a_user("chief"))
    address = f"/admin/media/photo/{photo.pk}/change/"
    page = client.get(address)
    [field] = page.context["file_says"]
    [other] = field["others"]
    assert (other["words"], other["block"]) == ("Made by AI", "Content Credentials")
    assert "Made by AI" in page.content.decode()
    client.post(address, posted(page) | {"_take": other["press"]})
    photo.refresh_from_db()
    assert (photo.digital_source_type, photo.taken_from["digital_source_type"]) == (signed.AI, "c2pa")


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ({"state": "none"}, "None in the file"),
        ({}, "Not checked"),
        ({"state": "unchecked", "code": "elsewhere"}, "Not checked: they lie on another server"),
        ({"state": "unreadable"}, "damaged and cannot be read"),
        ({"state": "valid", "signer": "Nikon"}, "Signed by Nikon, whom we trust"),
        ({"state": "untrusted"}, "Signed by somebody without a name, who is not on our list"),
        ({"state": "invalid", "code": "assertion.dataHash.mismatch"}, "the picture was changed after it was signed"),
        ({"state": "invalid", "code": "some.new.code", "signed_at": "nonsense"}, "Broken: some.new.code."),
    ],
)
def test_the_photographs_page_says_it_in_words(client, state, words):
    photo = given.a_photo()
    Photo.objects.update(credentials=state)
    client.force_login(given.a_user("chief"))
    assert words in client.get(f"/admin/media/photo/{photo.pk}/change/").content.decode()


def test_the_photographs_page_tells_what_was_done(client, works):
    photo = sent(works.sign())
    client.force_login(given.a_user("chief"))
    page = client.get(f"/admin/media/photo/{photo.pk}/change/").content.decode()
    assert "Test Camera Works, who is not on our list of trusted signers" in page
    assert "Made: Made by AI (Painting Machine)" in page and "Painting Machine 3" in page


def test_what_the_desk_said_stands_whatever_the_credentials_say(works):
    photo = sent(works.sign())
    photo.digital_source_type, photo.taken_from["digital_source_type"] = "", "desk"
    credentials.take(photo, photo.credentials)
    assert photo.digital_source_type == ""
