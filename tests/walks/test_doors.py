"""Every address of the desk, asked by every role for things that are not theirs: refused, and nothing changed.

The walk is made from the url patterns: an address that nobody bound to a right here fails the first test.
"""

import json

import pytest
from django.apps import apps
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from articles import workflow
from articles.models import Event, Tag
from articles.permissions import ROLES
from media.models import CaptionProposal, Collection, Correction, Receipt, Supplier
from tests import given

pytestmark = pytest.mark.django_db
NOBODY = "nobody"
STORY, PHOTO, ACCOUNT = "story", "photo", "account"
MODELS = ("event", "paper", "section", "tag", "contributor")

# Address: the rights that open it, all of them asked of the thing it names, if it names one.
BOUND = {
    "articles_article_change": (STORY, ["article.view_unpublished"]),
    "articles_article_history": (STORY, ["article.view_unpublished", "audit.read_article"]),
    "articles_article_revision": (STORY, ["article.view_unpublished", "audit.read_article"]),
    "articles_article_rights": (STORY, ["article.view_unpublished"]),
    "articles_article_preview": (STORY, ["article.view_unpublished"]),
    "articles_article_preview_page": (STORY, ["article.view_unpublished"]),
    "articles_article_act": (STORY, ["article.view_unpublished", "article.publish"]),
    "articles_article_delete": (STORY, [NOBODY]),
    "articles_article_changelist": (None, ["article.list_titles"]),
    "articles_article_add": (None, ["article.create"]),
    "articles_article_keep": (None, ["article.create"]),  # of a story, its right to type: test_kept.py
    "articles_article_from_text": (None, ["article.import_text"]),
    "articles_article_paste": (None, ["article.create"]),
    "media_photo_change": (PHOTO, ["photo.view_unreleased"]),
    "media_photo_history": (PHOTO, ["photo.view_unreleased"]),
    "media_photo_thumb": (PHOTO, ["photo.view_unreleased"]),
    "media_photo_words": (PHOTO, ["photo.edit_caption"]),
    "media_photo_original": (PHOTO, ["photo.view_original"]),
    "media_photo_delete": (PHOTO, ["photo.delete"]),
    "media_photo_restore": (PHOTO, ["photo.delete"]),
    "media_photo_deleted": (None, ["photo.view_unreleased"]),
    "media_photo_collections": (None, ["photo.view_unreleased"]),
    "media_photo_searches": (None, ["photo.view_unreleased"]),
    "media_photo_mine": (None, ["photo.view_unreleased"]),
    "media_photo_propose": (PHOTO, ["photo.view_original"]),
    "media_photo_proposal": (PHOTO, ["photo.edit_caption"]),
    "media_photo_corrected": (PHOTO, ["photo.view_unreleased"]),
    "media_photo_replace": (PHOTO, ["photo.view_unreleased"]),
    "media_photo_changelist": (None, ["photo.view_unreleased"]),
    "media_photo_names": (None, ["photo.view_unreleased"]),
    "media_photo_chosen": (None, ["photo.view_unreleased"]),
    "media_photo_collection": ("collection", ["photo.view_unreleased"]),
    "media_photo_upload": (None, ["photo.upload"]),
    "media_photo_known": (None, ["photo.upload"]),
    "media_photo_codes": (None, ["photo.upload"]),
    "media_photo_frames": (None, ["photo.view_unreleased"]),
    "media_photo_stories": (None, ["photo.attach"]),
    "media_photo_give": (STORY, ["photo.attach"]),
    "auth_user_change": (ACCOUNT, ["user.list"]),
    "auth_user_history": (ACCOUNT, ["user.list"]),
    "auth_user_link": (ACCOUNT, ["user.reset_password_of_other"]),
    "auth_user_close": (ACCOUNT, ["user.disable"]),
    "auth_user_role": (ACCOUNT, ["user.list"]),  # which answer needs which right: test_desk_accounts.py
    "auth_user_delete": (ACCOUNT, [NOBODY]),
    "auth_user_changelist": (None, ["user.list"]),
    "auth_user_add": (None, ["user.create"]),
    "front": (None, ["homepage.arrange"]),
    "articles_event_changelist": (None, ["audit.read_all"]),
    "articles_event_change": ("event", ["audit.read_all"]),
    "articles_event_history": ("event", ["audit.read_all"]),
    "articles_event_add": (None, [NOBODY]),
    "articles_event_delete": ("event", [NOBODY]),
    "articles_paper_changelist": (None, ["paper.imprint"]),
    "articles_paper_change": ("paper", ["paper.imprint"]),
    "articles_paper_history": ("paper", ["paper.imprint"]),
    "articles_paper_add": (None, [NOBODY]),
    "articles_paper_delete": ("paper", [NOBODY]),
    "articles_section_add": (None, ["section.manage"]),
    "articles_contributor_add": (None, ["section.manage"]),
    "articles_tag_add": (None, ["tag.merge_rename"]),
}
BOUND |= {
    "media_photo_withdraw": (PHOTO, ["photo.withdraw"]),
    "media_photo_give_back": (PHOTO, ["photo.withdraw"]),
    "media_photo_receipt": (PHOTO, ["photo.withdraw"]),
    "media_photo_receipt_text": (PHOTO, ["photo.withdraw"]),
    "media_photo_care": (PHOTO, ["photo.view_unreleased"]),
    "media_photo_flags": (None, ["photo.edit_caption"]),
    "media_photo_masks": (PHOTO, ["photo.view_original", "photo.edit_caption"]),
    "media_photo_look": (PHOTO, ["photo.view_original"]),
}
BOUND |= {
    "media_supplier_changelist": (None, ["photo.set_rights"]),
    "media_supplier_add": (None, ["photo.set_rights"]),
    "media_supplier_change": ("supplier", ["photo.set_rights"]),
    "media_supplier_history": ("supplier", ["photo.set_rights"]),
    "media_supplier_terms": ("supplier", ["photo.set_rights"]),
    "media_supplier_delete": ("supplier", [NOBODY]),
}
for _model, _right in (("section", "section.manage"), ("contributor", "section.manage"), ("tag", "tag.merge_rename")):
    BOUND[f"articles_{_model}_changelist"] = (None, [("settings.change", _right)])
    BOUND[f"articles_{_model}_change"] = (_model, [("settings.change", _right)])
    BOUND[f"articles_{_model}_history"] = (_model, [("settings.change", _right)])
    BOUND[f"articles_{_model}_delete"] = (_model, [NOBODY])

# What everybody at the desk may ask; what these say of a thing depends on rights, and has tests of its own.
OPEN = {
    "index", "login", "logout", "enter", "language", "set_password", "try_it", "settings", "help", "help_guide",
    "password_change", "password_change_done", "autocomplete", "jsi18n", "view_on_site", "app_list",
    "articles_article_understand", "articles_article_tags", "articles_article_related", "articles_article_keep_drop",
    "articles_article_keep_page", "articles_article_link_to", "articles_article_refs", "articles_article_photos",
    "media_photo_pick", "media_photo_add", "media_photo_rights", "media_photo_second",
    "django_tasks_database_dbtaskresult_changelist", "django_tasks_database_dbtaskresult_add",
    "django_tasks_database_dbtaskresult_history", "django_tasks_database_dbtaskresult_delete",
    "django_tasks_database_dbtaskresult_change",
}  # fmt: skip
EVERYTHING = {
    "_act": "publish", "_save": "1", "version": "1", "standing": "3", "note": "x", "caption": "x", "credit": "x",
    "answer": "propose",
    "role": "chief", "username": "x", "email": "x@example.org", "is_active": "on", "revision": "1", "confirmed": "1",
    "post": "yes", "name": "x", "slug": "x", "headline": "x", "text": "x", "action": "publish", "story": "1", "order": "1",
    "kind": "news", "language": "vi", "roles": "section", "credit_line": "x", "lead_crop": "original",
}  # fmt: skip


def desk_patterns(patterns=None, inside=False):
    for one in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(one, URLPattern):
            if inside:
                yield one
        else:
            yield from desk_patterns(one.url_patterns, inside or str(one.pattern) == "admin/")


def test_every_address_of_the_desk_is_bound_to_a_right():
    found = {one.name for one in desk_patterns() if one.name}
    assert found == set(BOUND) | OPEN


@pytest.fixture
def things():
    """Things of other people, in a section that no editor here looks after."""
    writer, shooter = given.a_user("reporter"), given.a_user("photographer")
    secret = given.a_section("Điều tra")
    story = given.a_story_in_review("Chuyện kín", by=writer, section=secret, tags=["Nhãn kín"])
    photo = given.a_photo("Ảnh kín.", by=shooter)
    return {
        STORY: story,
        PHOTO: photo,
        "older": given.a_photo("Ảnh kín cũ.", by=shooter),
        "correction": Correction.objects.create(photo=photo, before={}, after={}),
        "receipt": Receipt.objects.create(photo=photo, act=Receipt.Act.MASKED),
        "proposal": CaptionProposal.objects.create(photo=photo, by=shooter, caption="Chuyện kín"),
        ACCOUNT: writer,
        "event": Event.objects.first(),
        "paper": apps.get_model("articles", "paper").objects.get_or_create(pk=1)[0],
        "section": secret,
        "tag": Tag.objects.get(),
        "collection": Collection.objects.create(name="Bộ của nhiều người"),
        "supplier": Supplier.objects.create(name="Hãng kín"),
        "contributor": apps.get_model("articles", "contributor").objects.first(),
    }


def address(name, things):
    kind, _rights = BOUND[name]
    args = [things[kind].pk or 1] if kind else []
    args += {"articles_article_act": ["publish"], "articles_article_revision": [1], "media_photo_thumb": [480],
             "media_photo_corrected": [things["correction"].pk],
             "media_photo_receipt": [things["receipt"].pk], "media_photo_receipt_text": [things["receipt"].pk],
             "media_photo_replace": [things["older"].pk]}.get(name, [])  # fmt: skip
    if name == "media_photo_proposal":
        args = [things["proposal"].pk]
    return reverse(f"admin:{name}", args=args)


def may(user, name, things):
    kind, rights = BOUND[name]
    thing = things[kind] if kind in {STORY, PHOTO} else None
    if "supplier" in name:
        thing = things[PHOTO]  # its terms are those of everybody's photographs: the right has to reach beyond one's own

    def has(right):
        return any(user.has_perm(one, thing) for one in ([right] if isinstance(right, str) else right))

    return NOBODY not in rights and all(has(right) for right in rights)


def everything_stored():
    stored = {}
    for model in [*apps.get_app_config("articles").get_models(), *apps.get_app_config("media").get_models(),
                  *apps.get_app_config("auth").get_models()]:  # fmt: skip
        stored[model.__name__] = sorted(map(repr, model._base_manager.values_list()))
    return stored


def somebody(role):
    return given.a_user(role, sections=[given.a_section("Thể thao")] if role == "section" else [])


@pytest.mark.parametrize("role", ROLES)
def test_what_is_not_theirs_is_refused_to_every_role_and_nothing_changes(client, things, role):
    user = somebody(role)
    client.force_login(user)
    before = everything_stored()
    posted = EVERYTHING | {"_selected_action": things[STORY].pk, "story": things[STORY].pk}
    refused = 0
    for name in BOUND:
        asked = address(name, things)
        if may(user, name, things):
            assert client.get(asked).status_code in {200, 302, 405}, (role, asked)
            continue
        refused += 1
        for method in (client.get, client.post, client.head, client.put, client.delete, client.patch):
            answer = method(asked, posted) if method == client.post else method(asked)
            assert answer.status_code in {403, 404, 405}, (role, method.__name__, asked, answer.status_code)
            assert b"Chuy\xe1\xbb\x87n k\xc3\xadn" not in answer.content, (role, asked)
    assert everything_stored() == before
    assert refused >= (10 if role == "chief" else 20)


@pytest.mark.parametrize("role", ["reporter", "photographer", "section", "admin"])
def test_no_list_helper_or_bulk_act_touches_or_tells_of_a_story_that_is_not_theirs(client, things, role):
    client.force_login(somebody(role))
    story, photo = things[STORY], things[PHOTO]
    before = everything_stored()
    for act in workflow.ACTS:
        client.post(reverse("admin:articles_article_act", args=[story.pk, act]), EVERYTHING)
        chosen = {
            "action": act,
            "_selected_action": story.pk,
            "confirmed": "1",
            "note": "x",
            "standing": "3",
            "select_across": "1",
        }
        client.post(reverse("admin:articles_article_changelist"), chosen)
        client.post(reverse("admin:articles_article_changelist") + "?mine=no&state=in_review", chosen)
    assert everything_stored() == before
    for asked in ("articles/article/", "articles/article/?q=kin", "articles/article/related/?q=kin", "media/photo/?q=kin",
                  "articles/article/link-to/?q=kin", f"articles/article/link-to/?q={story.pk}",
                  f"articles/article/refs/?ref=article:{story.pk}&ref=photo:{photo.pk}",
                  f"articles/article/photos/?id={photo.pk}",
                  "media/photo/pick/?q=kin", "", "front/", f"articles/article/?_changelist_filters=id={story.pk}",
                  f"autocomplete/?app_label=articles&model_name=figure&field_name=article&term={story.pk}",
                  "autocomplete/?app_label=articles&model_name=contributor&field_name=portrait&term=kin",
                  f"r/{_type_of(story)}/{story.pk}/", f"r/{_type_of(photo)}/{photo.pk}/"):  # fmt: skip
        answer = client.get(f"/admin/{asked}", follow=True)
        is_json = answer["Content-Type"] == "application/json"
        words = json.dumps(answer.json(), ensure_ascii=False) if is_json else answer.content.decode()
        assert "Chuyện kín" not in words, (role, asked)
        assert role == "section" or "Ảnh kín" not in words, (role, asked)  # an editor sees every photograph


def _type_of(thing):
    from django.contrib.contenttypes.models import ContentType

    return ContentType.objects.get_for_model(thing).pk


@pytest.mark.parametrize("role", ["reporter", "chief", "admin"])
def test_a_post_without_the_forms_token_changes_nothing_anywhere(things, role):
    client = Client(enforce_csrf_checks=True)
    client.force_login(somebody(role))
    before = everything_stored()
    asked = [address(name, things) for name in BOUND]
    asked += [
        "/admin/",
        "/admin/login/",
        "/admin/logout/",
        "/admin/language/",
        "/admin/enter/chief/",
        "/admin/password_change/",
    ]
    for one in asked:
        for posted in (EVERYTHING, EVERYTHING | {"csrfmiddlewaretoken": "a" * 64}):
            assert client.post(one, posted).status_code == 403, one
        answer = client.post(one, "{}", content_type="application/json", headers={"origin": "https://evil.example"})
        assert answer.status_code == 403, one
    assert everything_stored() == before
    assert client.get("/admin/").status_code == 200  # and nobody was signed out


def test_a_story_that_one_may_only_read_is_not_changed_by_a_post_with_every_field(client):
    reporter = given.a_user("reporter")
    story = given.a_story_in_review(by=reporter)
    client.force_login(reporter)
    before = everything_stored()
    for extra in ({}, {"version": story.version}, {"version": story.version, "_act": "publish"}):
        answer = client.post(reverse("admin:articles_article_change", args=[story.pk]), {**EVERYTHING, **extra})
        assert answer.status_code in {403, 409, 422}
    assert everything_stored() == before


def test_the_words_of_a_photograph_are_told_to_nobody_who_may_not_see_it(client):
    photo = given.a_photo("Ảnh kín.", by=given.a_user("reporter"))
    client.force_login(given.a_user("photographer"))
    answer = client.post(reverse("admin:media_photo_words", args=[photo.pk]))
    assert answer.status_code == 403 and b"colour" not in answer.content


def test_no_list_answers_a_question_about_a_column_that_is_no_filter_of_it(client):
    """A password's hash, guessed letter by letter from the length of a list."""
    client.force_login(given.a_user("admin"))
    given.a_user("chief")
    listed = {
        query: len(client.get(f"/admin/auth/user/?{query}").context["cl"].result_list)
        for query in ("", "password__startswith=md5", "password__startswith=zz", "is_superuser__exact=1", "email__gt=a")
    }
    assert len(set(listed.values())) == 1, listed
