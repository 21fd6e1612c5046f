"""Addresses of learning: ids only, never a word about a child."""

from django.urls import path

from kith.learning import views

app_name = "learning"
urlpatterns = [
    path("learning/releases/", views.releases, name="releases"),
    path("learning/releases/new/<uuid:theme>/", views.new_release, name="new_release"),
    path("learning/releases/<uuid:release>/", views.release, name="release"),
    path("learning/releases/<uuid:release>/<slug:step>/", views.release_step, name="release_step"),
]
