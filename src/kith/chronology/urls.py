"""Addresses of one person's pages: ids and choices of the reader, never a word about the person."""

from django.urls import path

from kith.chronology import views

app_name = "chronology"
urlpatterns = [
    path("my-people/", views.own, name="own"),
    path("people/<uuid:public_id>/", views.person, name="person"),
    path("people/<uuid:public_id>/print/", views.print_out, name="print"),
    path("people/<uuid:public_id>/looks/", views.looks, name="looks"),
    path("people/<uuid:public_id>/entries/add/", views.add_entry, name="add_entry"),
    path("people/<uuid:public_id>/entries/<int:entry_id>/", views.entry, name="entry"),
    path("people/<uuid:public_id>/documents/add/", views.add_document, name="add_document"),
    path("people/<uuid:public_id>/documents/<int:document_id>/", views.document, name="document"),
]
