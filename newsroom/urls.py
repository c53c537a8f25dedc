"""The map on one screen. Fixed addresses stand before the sections', which take every first word that is left."""

from importlib.util import find_spec

from django.contrib import admin
from django.urls import include, path

from newsroom import health

urlpatterns = [
    path("admin/", admin.site.urls),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("robots.txt", health.robots),
]
urlpatterns += [path("", include(name)) for name in ("media.urls", "articles.urls") if find_spec(name)]
handler400 = "newsroom.security.bad_request"
