"""What the server runs: static files, then kept pages, then Django."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")


def build():
    django = get_wsgi_application()  # loads the settings and the apps, which the rest needs
    from django.conf import settings

    if settings.DEBUG:
        return django  # a template that was just changed is to be seen, whatever the edition

    from newsroom import edition
    from newsroom.pagecache import PageCache
    from newsroom.staticfiles import StaticFiles

    return StaticFiles(PageCache(django, edition.reader()), settings.STATIC_ROOT, settings.STATIC_URL)


application = build()
