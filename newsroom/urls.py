"""The map on one screen. Fixed addresses stand before the sections', which take every first word that is left."""

from django.contrib import admin
from django.urls import include, path

from newsroom import health

urlpatterns = [
    path("admin/", admin.site.urls),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("robots.txt", health.robots),
    path("", include("media.urls")),
    path("", include("articles.urls")),
]
handler400 = "newsroom.security.bad_request"
handler404 = "articles.views.not_found"
handler500 = "newsroom.security.server_error"
