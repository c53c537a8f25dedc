"""The middleware of the desk. Django's own, each acting on /admin/ only: a reader's page sets no cookie, asks no
session and speaks the site's language, whatever the browser says."""

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.middleware.csrf import CsrfViewMiddleware
from django.utils import translation
from django_http_compression.middleware import HttpCompressionMiddleware

from newsroom.security import is_desk


class OnDesk:
    def __call__(self, request):
        if is_desk(request.path_info):
            return super().__call__(request)
        return self.get_response(request)


class DeskCompression(OnDesk, HttpCompressionMiddleware):
    pass


class DeskSessions(OnDesk, SessionMiddleware):
    pass


class DeskCsrf(OnDesk, CsrfViewMiddleware):
    def process_view(self, request, callback, args, kwargs):
        if is_desk(request.path_info):
            return super().process_view(request, callback, args, kwargs)
        return None  # nothing can be written there: newsroom.security.Door


class DeskAccounts(OnDesk, AuthenticationMiddleware):
    pass


class DeskMessages(OnDesk, MessageMiddleware):
    pass


class Language:
    """At the desk the user's own choice, else the browser's language, else the site's; everywhere else the site's."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        language = chosen_language(request) if is_desk(request.path_info) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = translation.get_language()
            return self.get_response(request)


def chosen_language(request):
    """What the account chose; for somebody who has not, the cookie of the sign-in page, then Accept-Language."""
    own = getattr(request.user, "desk_settings", None)
    if own is not None and own.language:
        return own.language
    return translation.get_language_from_request(request)
