"""Addresses of the shell: the brand's colours, the gallery, the statements, staying signed in."""

from django.urls import path

from kith.shell import views

app_name = "shell"
urlpatterns = [
    path("theme.css", views.theme, name="theme"),
    path("stay", views.stay, name="stay"),
    path("gallery", views.gallery, name="gallery"),
    path("accessibility", views.accessibility, name="accessibility"),
    path("privacy", views.privacy, name="privacy"),
]
