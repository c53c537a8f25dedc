"""What readers fetch of photographs. The photograph's page is the site's; the desk's addresses are in admin.py."""

from django.urls import path

from media import views

urlpatterns = [path("i/<str:name>", views.released_file, name="released_file")]
