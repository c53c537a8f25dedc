"""What stands around every page of the desk: nameplate, search, the rail of at most six entries, the bar on a phone."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles.models import Paper
from newsroom import text

from .rights import beyond_own, can, roles, sends_pictures


@dataclass(frozen=True)
class Entry:
    """One word of the rail and where it leads. current: the page being looked at belongs to it."""

    word: str
    url: str
    current: bool = False


def around(request, site):
    """The context of every page; what Django's own admin templates expect is kept under its names."""
    inside = site.has_permission(request)
    name = Paper.current().name
    return {
        "site_title": name,
        "site_header": name,
        "site_url": "/",
        "has_permission": inside,
        "available_apps": [],
        "is_popup": False,
        "is_nav_sidebar_enabled": False,
        "nameplate": {"name": name, "plain": text.without_tones(name)},
        "rail": rail(request) if inside else [],
        "search_url": search_url(request) if inside else "",
        "write_url": address("articles_article_add") if inside and can(request, "article.create") else "",
        "settings_url": settings_url(request) if inside else "",
        "other_languages": [(code, label) for code, label in settings.LANGUAGES if code != get_language()],
        "single_editor": settings.SINGLE_EDITOR,
    }


def rail(request):
    """At most six entries. Somebody with several roles gets those of the widest, and what else fits."""
    held = roles(request)
    desk = {
        "today": (_("Today"), address("index")),
        "mine": (_("My stories"), address("articles_article_changelist") + "?mine=yes"),
        "stories": (_("Stories"), address("articles_article_changelist")),
        "front": (_("Front"), address("front")),
        "photographs": (_("Photographs"), address("media_photo_changelist")),
        "upload": (_("Upload"), address("media_photo_upload")),
        "my_photographs": (_("My photographs"), address("media_photo_mine")),
        "from_text": (_("New from text"), address("articles_article_from_text")),
        "accounts": (_("Accounts"), address("auth_user_changelist")),
        "paper": (_("The paper"), address("articles_paper_changelist")),
        "log": (_("Log"), address("articles_event_changelist")),
        "settings": (_("Settings"), address("settings")),
        "help": (_("Help"), address("help")),
    }
    if held & {"section", "chief"}:
        keys = ["today", "stories", "front", "photographs", "from_text", "help"]
    elif "reporter" in held:
        keys = ["today", "mine", "photographs", "from_text", "help"]
        if sends_pictures(request):
            keys.insert(3, "my_photographs")
    elif "photographer" in held:
        keys = ["today", "upload", "my_photographs", "help"]
    else:
        keys = ["today", "accounts", "paper", "log", "settings", "help"]
    here = [key for key in keys if _is_here(request, desk[key][1])]
    current = max(here, key=lambda key: len(desk[key][1].partition("?")[0]), default=None)
    return [Entry(*desk[key], current=key == current) for key in keys if desk[key][1]]


def _is_here(request, url):
    path = url.partition("?")[0]
    return request.path == path or (path != address("index") and bool(path) and request.path.startswith(path))


def search_url(request):
    """What the search field of the bar looks through: stories, else photographs, else accounts."""
    if can(request, "article.list_titles") and roles(request) != {"photographer"}:
        return address("articles_article_changelist")
    if can(request, "photo.view_unreleased"):
        return address("media_photo_changelist")
    return address("auth_user_changelist") if can(request, "user.list") else ""


def settings_url(request):
    """Where sections, tags, suppliers, accounts and the paper are kept, for those who may look after any of them."""
    looks_after = can(request, "paper.imprint") or can(request, "section.manage")
    return address("settings") if looks_after or beyond_own(request, "photo.set_rights") else ""


def address(name):
    """The address of a page of the desk, or nothing where the page is not there."""
    try:
        return reverse(f"admin:{name}")
    except NoReverseMatch:
        return ""
