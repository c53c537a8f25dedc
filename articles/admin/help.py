"""Help at the desk: one short guide for each role, in the language of whoever reads."""

from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from .rights import roles

GUIDES = {
    "reporter": gettext_lazy("Reporters"),
    "photographer": gettext_lazy("Photographers"),
    "section": gettext_lazy("Section editors"),
    "chief": gettext_lazy("Editors-in-chief"),
    "admin": gettext_lazy("Administrators"),
}
WIDEST_FIRST = ["chief", "section", "reporter", "photographer", "admin"]


def page(request, site, guide=None):
    held = roles(request)
    guide = guide or next((role for role in WIDEST_FIRST if role in held), "reporter")
    if guide not in GUIDES:
        raise Http404
    language = "vi" if (get_language() or "").startswith("vi") else "en"
    context = {
        **site.each_context(request),
        "title": _("Help"),
        "guide": f"admin/help/{language}/{guide}.html",
        "words": f"admin/help/{language}/words.html",
        "guides": [(key, word, reverse("admin:help_guide", args=[key]), key == guide) for key, word in GUIDES.items()],
    }
    request.current_app = site.name
    return TemplateResponse(request, "admin/help.html", context)
