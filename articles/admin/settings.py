"""Settings: the lists that are looked after rarely, for those who may."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from .rights import beyond_own, can
from .shell import address, settings_url


@dataclass(frozen=True)
class Place:
    word: str
    line: str
    url: str


def page(request, site):
    if not settings_url(request):
        raise PermissionDenied
    rows = [
        ("user.list", _("Accounts"), _("who may sign in, in which role and sections"), "auth_user_changelist"),
        ("paper.imprint", _("The paper"), _("name, owning body, licence, chief"), "articles_paper_changelist"),
        (("settings.change", "section.manage"), _("Sections"), _("the parts of the paper and their order"),
         "articles_section_changelist"),
        (("settings.change", "tag.merge_rename"), _("Tags"), _("subjects, their wording and their pages"),
         "articles_tag_changelist"),
        (("settings.change", "section.manage"), _("Contributors"), _("who is credited: biography, portrait, pen names"),
         "articles_contributor_changelist"),
        ("audit.read_all", _("Log"), _("who did what, when and why"), "articles_event_changelist"),
    ]  # fmt: skip
    places = [
        Place(word, line, address(name))
        for actions, word, line, name in rows
        if any(can(request, action) for action in ([actions] if isinstance(actions, str) else actions))
    ]
    if beyond_own(request, "photo.set_rights"):
        line = _("agencies, readers, archives: contract, quota, licence")
        places.append(Place(_("Suppliers of pictures"), line, address("media_supplier_changelist")))
    request.current_app = site.name
    return TemplateResponse(
        request, "admin/settings.html", {**site.each_context(request), "title": _("Settings"), "places": places}
    )
