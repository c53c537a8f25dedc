"""The newspaper's addresses, and beside them a view that does nothing: what bench_pages compares with."""

from django.http import HttpResponse
from django.urls import path

from newsroom.urls import handler400, handler404, handler500
from newsroom.urls import urlpatterns as newspaper

__all__ = ["handler400", "handler404", "handler500"]
BYTES = {}
"""{name: the bytes of a page}, as bench_pages has found them."""


def bare(request, name):
    return HttpResponse(BYTES[name])


urlpatterns = [path("bare/<name>/", bare), *newspaper]
