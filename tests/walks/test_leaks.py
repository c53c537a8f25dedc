"""Nothing of what readers have not got yet reaches them, by any address or form; nor that it exists at all.

Every hidden story carries a word of its own in every field, and so does every photograph of it. An outsider asks every
public address there is, follows every link, and guesses: nowhere may one of these words come back, and a guess at a
hidden story has to be answered byte for byte like a guess at a number that nobody ever used.
"""

import itertools
import re
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from articles import workflow
from articles.models import Contributor, PublishedArticle, Tag
from media import ingest, names, storing
from media.models import Photo, ReleasedPhoto, Rendition
from tests import given

pytestmark = pytest.mark.django_db
STATES = ["draft", "review", "scheduled", "edited", "withdrawn"]
LINK = re.compile(
    rb'(?:href|src|srcset|action|content)="(?:http://[^/"]+)?(/[^" ]*)|<(?:loc|link|guid)[^>]*>http://[^/<]+(/[^<]*)<'
)
NEVER = 987_654  # an id that no row has


def mark(state, field):
    return f"zq{state}{field}qz"


@pytest.fixture
def public():
    """A paper with two stories that readers have, with a photograph, a tag and a name."""
    photo = given.a_photo("Cầu lúc rạng đông.")
    return [
        given.a_published_article("Cầu mới thông xe", lead_photo=photo, tags=["Giao thông"]),
        given.a_published_article("Chợ nổi họp sớm", body="<p>Chợ họp từ bốn giờ sáng.</p>"),
    ]


def a_hidden_story(state):
    """A story that readers have not got, or have got in other words, marked in every field."""
    reporter, chief = given.a_user("reporter"), given.a_user("chief")
    shots = [a_marked_photo(state, f"{which}", reporter) for which in ("lead", "body", "social")]
    fields = {
        name: mark(state, name.replace("_", ""))
        for name in ("headline", "kicker", "short_headline", "standfirst", "place", "seo_title", "seo_description",
                     "social_title", "social_description", "internal_note", "lead_caption", "lead_alt")
    } | {
        "slug": mark(state, "slug"),
        "credit_line": f"Bài: {mark(state, 'person').capitalize()}",
        "body": f"<p>{mark(state, 'paragraph')}</p>"
                f'<figure data-photo="{shots[1].pk}" data-place="center" data-alt="{mark(state, "figurealt")}">'
                f"<figcaption>{mark(state, 'figcaption')}</figcaption></figure>"
                f'<figure data-photo="" data-place="center" data-credit="{mark(state, "waitingcredit")}">'
                f"<figcaption>{mark(state, 'waiting')}</figcaption></figure>",
        "lead_photo": shots[0],
        "social_photo": shots[2],
    }  # fmt: skip
    tags = [mark(state, "tag")]
    if state == "edited":
        article = given.a_published_article("Tin đã đăng", by=reporter, chief=chief)
        return given.edited(article, by=chief, tags=tags, **fields)
    article = given.a_draft(fields.pop("headline"), by=reporter, tags=tags, **fields)
    if state != "draft":
        workflow.perform("submit", article, by=reporter, note=mark(state, "note"))
    if state == "scheduled":
        workflow.perform("schedule", article, by=chief, at=timezone.now() + timedelta(hours=3))
    if state == "withdrawn":
        workflow.perform("publish", article, by=chief)
        workflow.perform("withdraw", article, by=chief, note=mark(state, "reason"))
    return article


def a_marked_photo(state, which, by):
    words = {
        name: mark(state, which + name.replace("_", ""))
        for name in ("caption", "alt", "credit", "headline", "copyright", "source", "usage_terms", "instructions",
                     "place_shown", "city", "province", "long_description")
    }  # fmt: skip
    file = ContentFile(given.jpeg(comment=mark(state, which + "comment").encode()))
    photo = ingest.add_photo(file, name=mark(state, which + "file") + ".jpg", by=by).photo
    Photo.objects.filter(pk=photo.pk).update(**words)
    return photo


@pytest.fixture
def hidden(public):
    return {state: a_hidden_story(state) for state in STATES}


def outsider():
    return Client(raise_request_exception=False)


def files_of_hidden_photos():
    return [row.address for row in Rendition.objects.filter(photo__released=None)]


def guesses(hidden):
    """Addresses that somebody who knows how ours are made would try."""
    today = timezone.localdate()
    yield from ("/", "/search/", "/feed.xml", "/sitemap.xml", "/sitemap-sections.xml", "/news-sitemap.xml", "/robots.txt",
                "/healthz", "/readyz", "/corrections/", "/api/v1/", "/api/v1/articles/", "/preview/", "/media/", "/var/",
                "/newsroom.sqlite3", "/static/", "/.git/config", "/i/", "/photo/", "/tag/", "/author/", "/archive/",
                f"/sitemap-{today:%Y-%m}.xml", f"/sitemap-{today.year}-{today.month}.xml",
                f"/archive/{today.year}/{today.month}/{today.day}/", f"/archive/{today.year}/", "/admin",
                "/admin/login/")  # fmt: skip
    tomorrow = today + timedelta(days=1)
    yield f"/archive/{tomorrow.year}/{tomorrow.month}/{tomorrow.day}/"
    for section in {story.section for story in hidden.values()}:
        yield from (f"/{section.slug}/", f"/{section.slug}/feed.xml")
    for tag in Tag.objects.all():
        yield from (f"/tag/{tag.slug}/", f"/tag/{tag.slug}/feed.xml")
    for person in Contributor.objects.all():
        yield from (f"/author/{person.slug}/", f"/author/{person.slug}/feed.xml")
    for story in hidden.values():
        yield from of_story(story.pk, story.section.slug, story.slug)
    for photo in Photo.objects.all():
        yield from of_photo(photo.pk)
        yield from (f"/i/{photo.sha256}-960.jpg", f"/i/{photo.original}", f"/i/{photo.original_name}")
    for address in files_of_hidden_photos():
        yield from (address, address.replace(".jpg", ".webp"), address.replace(".webp", ".png"))


def of_story(pk, section, slug):
    yield from (f"/{section}/{slug}-{pk}/", f"/x/y-{pk}/", f"/{section}/{pk}/", f"/{section}/-{pk}/", f"/{slug}-{pk}/",
                f"/{section}/{slug}-{pk}", f"/{section}/{slug}-{pk}/amp/", f"/api/v1/articles/{pk}/", f"/preview/{pk}/",
                f"/{section}/{slug}-{pk}/feed.xml", f"/{section}/{slug}-0{pk}/",
                f"/?p={pk}", f"/?article={pk}&preview=true")  # fmt: skip


def of_photo(pk):
    yield from (f"/photo/{pk}/", f"/photo/0{pk}/", f"/photo/{pk}", f"/photo/{pk}/original/")


ODD_QUERIES = ["preview=1", "state=draft", "revision=1", "static=1&order=asc", "before=9999-12-31T00:00:00Z~999999",
               "before=2999-01-01T00:00:00+00:00~1", "format=json", "q=zq", "page=2", "language=en"]  # fmt: skip
CONDITIONS = [{}, {"range": "bytes=0-99999"}, {"if-none-match": "*"}, {"if-modified-since": "Thu, 01 Jan 1970 00:00:00 GMT"},
              {"accept": "application/json"}, {"x-forwarded-for": "127.0.0.1", "x-original-url": "/admin/"}]  # fmt: skip


def said(answer):
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    headers = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    return (headers + "\n" + answer.reason_phrase).encode() + body


def leaked(answer, address):
    """The marks in an answer, beside those that stood in its own address and are only said again."""
    told = set(re.findall(rb"zq[a-z]+qz", said(answer).lower()))
    return {word.decode() for word in told} - set(re.findall(r"zq[a-z]+qz", address.lower()))


def test_no_word_of_a_hidden_story_or_photograph_comes_out_anywhere(hidden):
    client, seen, shown, ahead = outsider(), set(), [], list(guesses(hidden))
    while ahead:
        address = ahead.pop()
        if address in seen or address.startswith("/admin/"):
            continue
        seen.add(address)
        answer = client.get(address)
        assert answer.status_code < 500 or address == "/readyz", address  # no clock runs here, and it says so
        assert not leaked(answer, address), address
        ahead += [(one or two).decode().replace("&amp;", "&") for one, two in LINK.findall(said(answer))]
        if answer.status_code != 404:
            shown.append(address)
    for story in hidden.values():
        shown += [f"/{story.section.slug}/{story.slug}-{story.pk}/", f"/photo/{story.lead_photo_id}/"]
    for address in shown:
        for headers in CONDITIONS:
            assert not leaked(client.get(address, headers=headers), address), (address, headers)
        assert client.head(address).content == b""
        bare = address.partition("?")[0]
        for query in ODD_QUERIES:
            assert not leaked(client.get(f"{bare}?{query}"), bare), (address, query)
    assert len(seen) > 200
    assert len({path for path in seen if path.startswith("/i/")}) > 20


def test_the_marks_would_be_found(hidden):
    """The crawl can fail: a story that does go live gives its words away."""
    story = hidden["review"]
    workflow.perform("publish", story, by=given.a_user("chief"))
    address = PublishedArticle.objects.get(pk=story.pk).get_absolute_url()
    found = leaked(outsider().get(address), "")
    for field in ("headline", "standfirst", "paragraph", "figcaption", "seotitle", "tag", "person"):
        assert mark("review", field) in found, field
    assert mark("review", "internalnote") not in found


def marks_of(hidden):
    for state in hidden:
        for field in ("headline", "standfirst", "paragraph", "tag", "person", "figcaption", "internalnote", "leadcaption",
                      "bodycaption", "leadfile", "slug"):  # fmt: skip
            yield mark(state, field)


def test_a_search_for_hidden_words_is_answered_like_one_for_words_that_nobody_wrote(hidden):
    client = outsider()
    for word in marks_of(hidden):
        other = "wk" + "j" * (len(word) - 4) + "kw"
        for query in ("{}", "%22{}%22", "{}*", "headline:{}", "cau+{}", "{}+OR+cau"):
            found = client.get(f"/search/?q={query.format(word)}")
            nothing = client.get(f"/search/?q={query.format(other)}")
            assert found.status_code == nothing.status_code == 200
            assert found.content.replace(word.encode(), other.encode()) == nothing.content, (word, query)


def answered(client, address, method="get", **headers):
    """All that an answer tells, with the guessed address taken out."""
    answer = getattr(client, method)(address, headers=headers)
    told = {name: value for name, value in answer.headers.items() if name not in {"X-Request-Id", "Content-Length"}}
    path = address.partition("?")[0]
    text = (str(sorted(told.items())) + "\n").encode() + said_body(answer)
    for form in (path, path.replace("/", "%2F")):
        text = text.replace(form.encode(), b"PATH")
    return answer.status_code, text


def said_body(answer):
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_a_guess_at_a_hidden_story_is_answered_like_one_at_a_number_never_used(hidden):
    client, pairs = outsider(), []
    for story in (hidden["draft"], hidden["review"], hidden["scheduled"]):
        real = of_story(story.pk, story.section.slug, story.slug)
        pairs += zip(real, of_story(NEVER, story.section.slug, "khong-co-bai-nay"), strict=True)
    for guess, nothing in pairs:
        for method in ("get", "head", "options", "post"):
            assert answered(client, guess, method) == answered(client, nothing, method), (method, guess)
        for headers in ({"if_none_match": "*"}, {"range": "bytes=0-1"}):
            assert answered(client, guess, **headers) == answered(client, nothing, **headers), guess


def test_a_guess_at_a_photograph_not_out_yet_is_answered_like_one_at_none(hidden):
    client = outsider()
    for photo in Photo.objects.filter(released=None):
        for guess, nothing in zip(of_photo(photo.pk), of_photo(NEVER), strict=True):
            assert answered(client, guess) == answered(client, nothing), guess
    gone = {row.address for row in Rendition.objects.filter(photo__figures__article=hidden["withdrawn"])}
    gone |= {row.address for row in Rendition.objects.filter(photo__original_name__contains="withdrawn")}
    for address in set(files_of_hidden_photos()) - gone:
        nothing = f"/i/{'0' * 32}{address[35:]}"
        for method in ("get", "head"):
            assert answered(client, address, method) == answered(client, nothing, method), address
    for address in gone:
        assert client.get(address).status_code in {404, 410} and not client.get(address).content


def test_a_hidden_tag_or_name_is_answered_like_one_that_nobody_used(hidden):
    client = outsider()
    for state in STATES:
        for kind, field in (("tag", "tag"), ("author", "person")):
            for rest in ("", "feed.xml"):
                real, nothing = f"/{kind}/{mark(state, field)}/{rest}", f"/{kind}/khong-co-ai/{rest}"
                assert answered(client, real) == answered(client, nothing), real


def test_a_hidden_tag_or_name_that_is_worded_anew_sends_nobody_on(hidden, client):
    """An old address leads on only to where readers can go: the new one would tell what is being written about."""
    client.force_login(given.a_user("chief"))
    tag, person = Tag.objects.get(slug=mark("draft", "tag")), Contributor.objects.get(slug=mark("draft", "person"))
    fields = {"name": "Zqnewtagqz", "slug": "zqnewtagqz", "description": ""}
    assert client.post(f"/admin/articles/tag/{tag.pk}/change/", fields).status_code == 302
    fields = {"name": "Zqnewpersonqz", "kind": "person", "slug": "zqnewpersonqz", "biography": "",
              "pen_names-TOTAL_FORMS": 0, "pen_names-INITIAL_FORMS": 0}  # fmt: skip
    assert client.post(f"/admin/articles/contributor/{person.pk}/change/", fields).status_code == 302
    Tag.objects.filter(slug=mark("review", "tag")).update(merged_into=tag)
    Contributor.objects.filter(slug=mark("review", "person")).update(merged_into=person)
    for kind, field, state in itertools.product(["tag", "author"], ["tag", "person"], ["draft", "review"]):
        old = f"/{kind}/{mark(state, field)}/"
        answer = outsider().get(old)
        assert (answer.status_code, leaked(answer, old)) == (404, set()), old


def test_readers_get_the_same_bytes_whatever_the_desk_is_working_on(public):
    def everything():
        client, seen, ahead = outsider(), {}, ["/", "/feed.xml", "/sitemap.xml", "/sitemap-sections.xml", "/news-sitemap.xml",
                                               "/search/?q=cau", "/robots.txt", "/search/?q=cho&before=", "/none/"]  # fmt: skip
        while ahead:
            address = ahead.pop()
            if address in seen or address.startswith(("/admin", "/static/")):
                continue
            answer = client.get(address)
            headers = {name: value for name, value in answer.headers.items() if name != "X-Request-Id"}
            seen[address] = (answer.status_code, headers, said_body(answer))
            ahead += [(one or two).decode().replace("&amp;", "&") for one, two in LINK.findall(seen[address][2])]
        return seen

    before = everything()
    assert len(before) > 15
    for state in ("draft", "review", "scheduled"):
        a_hidden_story(state)
    given.edited(public[1], by=given.a_user("chief"), headline="Tít chưa ai đọc", tags=["Nhãn kín"])
    after = everything()
    assert before.keys() == after.keys()
    for address in before:
        assert before[address] == after[address], address


DESK = ["articles/article/{}/change/", "articles/article/{}/history/", "articles/article/{}/preview/",
        "articles/article/{}/preview/page/", "articles/article/{}/act/publish/", "articles/article/{}/version/1/",
        "media/photo/{}/change/", "media/photo/{}/original/", "media/photo/{}/thumb/480/", "media/photo/{}/words/",
        "auth/user/{}/change/", "auth/user/{}/link/", "r/7/{}/", "articles/article/?id={}"]  # fmt: skip


def test_without_signing_in_the_desk_sends_to_the_door_and_tells_nothing(hidden):
    client = outsider()
    story, photo = hidden["draft"], Photo.objects.filter(released=None).first()
    for method, address in itertools.product(["get", "head", "post"], DESK):
        pk = photo.pk if "photo" in address else story.created_by_id if "user" in address else story.pk
        real, nothing = f"/admin/{address.format(pk)}", f"/admin/{address.format(NEVER)}"
        found, missing = getattr(client, method)(real), getattr(client, method)(nothing)
        assert found.status_code == missing.status_code == 302, real
        assert found["Location"].startswith("/admin/login/?next="), real
        assert found["Location"] == missing["Location"].replace(str(NEVER), str(pk)), real
        assert not found.content and not client.cookies


def test_every_file_in_the_public_tree_belongs_to_a_photograph_that_is_out(hidden):
    """The way to bytes is the table of released files: the storage's own keys and the originals are no addresses."""
    client = outsider()
    for photo in Photo.objects.all():
        for path in (photo.original, f"originals/{photo.original}", photo.sha256):
            for root in ("/", "/i/", "/static/", "/var/", "/media/"):
                assert client.get(root + path, follow=True).status_code in {400, 404}, path
    for row in Rendition.objects.all():
        out = ReleasedPhoto.objects.filter(pk=row.photo_id).exists()
        assert (client.get(row.address).status_code == 200) <= out
        assert storing.renditions().exists(row.file)
        assert client.get(f"/i/{names.stored_as(str(row))}").status_code == 404
