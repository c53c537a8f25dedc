"""What every answer carries, and what is turned away at the door.

One constant content security policy for each part of the site: no inline script, no inline style, no nonce, so that
pages can be kept and sent as they are.
"""

import logging
import re

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import DatabaseError
from django.http import HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils.translation import gettext as _

from articles.body.embeds import FRAME_HOSTS

log = logging.getLogger(__name__)

# The only outside hosts a reader's browser may ever frame, and only after a click on the embed's card.
EMBED_HOSTS = tuple(f"https://{host}" for host in FRAME_HOSTS)
LONGEST_ADDRESS = 4096
READING = {"GET", "HEAD"}
CONTROLS = re.compile(r"[\x00-\x1f\x7f]")


def _policy(**directives):
    base = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self'",
        "font-src": "'self'",
        "media-src": "'self'",
        "connect-src": "'self'",
        "manifest-src": "'self'",
        "frame-src": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
    }
    base |= {name.replace("_", "-"): value for name, value in directives.items()}
    if settings.PUBLIC:
        base["upgrade-insecure-requests"] = ""
    return "; ".join(f"{name} {value}".strip() for name, value in base.items())


READERS = _policy(frame_src=" ".join(EMBED_HOSTS))
DESK = _policy(img_src="'self' blob:", frame_src="'self'")
# A page as readers will get it, shown in a frame of the desk.
FRAMED = _policy(frame_src=" ".join(EMBED_HOSTS), frame_ancestors="'self'")
FILES = "default-src 'none'; frame-ancestors 'none'; sandbox"

PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in ("camera", "microphone", "geolocation", "payment", "usb", "midi", "serial", "browsing-topics")
)


def is_desk(path):
    return path.startswith("/admin/") or path == "/admin"


def is_file(path):
    return path.startswith(("/static/", "/i/"))


def headers(path, *, framed=False):
    """[(name, value)] that every answer at this path carries. framed: the desk shows it in a frame of its own."""
    desk = is_desk(path)
    policy = FILES if is_file(path) else FRAMED if framed else DESK if desk else READERS
    private = desk or path.startswith("/preview/")
    found = [
        ("Content-Security-Policy", policy),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "SAMEORIGIN" if framed else "DENY"),
        ("Referrer-Policy", "same-origin" if private else "strict-origin-when-cross-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "cross-origin" if path.startswith("/i/") else "same-origin"),
        ("Permissions-Policy", PERMISSIONS),
    ]
    if private:
        found += [("Cache-Control", "no-store, private"), ("X-Robots-Tag", "noindex, nofollow")]
    if settings.PUBLIC:
        found.append(("Strict-Transport-Security", "max-age=63072000; includeSubDomains"))
    return found


class Headers:
    """Outermost, so that errors carry them too. A view shown in a frame of the desk says so with Django's own
    xframe_options_sameorigin. A page that ages by itself says until when: response.good_until, an aware datetime."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        framed = response.get("X-Frame-Options") == "SAMEORIGIN"
        for name, value in headers(request.path_info, framed=framed):
            response[name] = value
        # newsroom.pagecache reads it there: the environ is the one thing that it and Django share.
        request.environ["newsroom.good_until"] = getattr(response, "good_until", None)
        return response


class Door:
    """Turns away what can mean nothing: control characters and broken UTF-8 in an address, writing outside the desk."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if CONTROLS.search(request.path_info) or "\ufffd" in request.path_info or "%" in request.path_info:
            raise BadRequest("The address holds bytes that no address of ours has.")
        if request.method not in READING and not is_desk(request.path_info):
            return HttpResponseNotAllowed(sorted(READING))
        return self.get_response(request)


def bad_request(request, exception):
    """handler400: 413 where it was too much, 400 for everything else that cannot be understood."""
    too_big = isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent)
    status = 413 if too_big else 400
    return _sorry(request, "newsroom/bad_request.html", status, too_big=too_big)


def server_error(request):
    """handler500. When even the page that says so cannot be drawn, a sentence has to do."""
    try:
        from articles import views  # asked for late: this module is loaded before the apps are

        return views.server_error(request)
    except Exception:  # whatever broke the page may break this one too
        log.exception("the error page could not be drawn")
        words = _("Something went wrong here, not with you. It has been noted. Please try again in a moment.")
        return HttpResponse(words + "\n", status=500, content_type="text/plain; charset=utf-8")


def csrf_failure(request, reason=""):
    """A form older than its session, or sent from elsewhere. What was typed stays in the browser: one goes back."""
    return _sorry(request, "newsroom/stale_form.html", 403)


def _sorry(request, template, status, **context):
    from articles.reading import names

    try:
        masthead = names.masthead()
    except DatabaseError:
        masthead = None
    return render(request, template, {"masthead": masthead, "typed": "", **context}, status=status)
