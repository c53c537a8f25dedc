"""What the server runs: static files, then kept pages, then Django."""

import os

from django.core.wsgi import get_wsgi_application
from django.utils.translation import gettext as _

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")


UTF8 = {"charset=utf-8", 'charset="utf-8"', "charset=utf8"}


class InUtf8:
    """Takes the charset off what comes in, and turns away what is in another one than ours. Django would read the whole
    address by that name before any of its own guards stand: an unknown alphabet was an error of ours."""

    def __init__(self, application):
        self.application = application

    def __call__(self, environ, start_response):
        kind = environ.get("CONTENT_TYPE", "")
        if "charset" in kind.lower():
            parts = kind.split(";")
            named = {part.strip().lower() for part in parts if "charset" in part.lower()}
            if not named <= UTF8:
                return self.refuse(environ, start_response)
            environ["CONTENT_TYPE"] = ";".join(part for part in parts if "charset" not in part.lower())
        return self.application(environ, start_response)

    def refuse(self, environ, start_response):
        from newsroom.answers import plain

        words = _("What was sent is not in UTF-8. Send it again in UTF-8; nothing was stored.") + "\n"
        return plain("415 Unsupported Media Type", environ["PATH_INFO"], words).answer(environ, start_response)


def build():
    django = get_wsgi_application()  # loads the settings and the apps, which the rest needs
    from django.conf import settings

    if settings.DEBUG:
        return InUtf8(django)  # a template that was just changed is to be seen, whatever the edition

    from newsroom import edition
    from newsroom.pagecache import PageCache
    from newsroom.staticfiles import StaticFiles

    return InUtf8(StaticFiles(PageCache(django, edition.reader()), settings.STATIC_ROOT, settings.STATIC_URL))


application = build()
