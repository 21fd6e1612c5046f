"""Addresses of subject access: ids only, never a word about whom a request is about."""

from django.urls import path

from kith.subject_access import views

app_name = "subject_access"
_ONE = "subject-access/people/<uuid:public_id>/<uuid:number>/"
urlpatterns = [
    path("subject-access/", views.register, name="register"),
    path("subject-access/people/<uuid:public_id>/new/", views.new, name="new"),
    path(_ONE, views.one, name="request"),
    path(f"{_ONE}letter/", views.letter, name="letter"),
    path(f"{_ONE}identity/", views.identity, name="identity"),
    path(f"{_ONE}extend/", views.extend, name="extend"),
    path(f"{_ONE}refuse/", views.refuse, name="refuse"),
    path(f"{_ONE}finish/", views.finish, name="finish"),
    path(f"{_ONE}do/<slug:step>/", views.do, name="do"),
    path(f"{_ONE}review/", views.review, name="review"),
    path(f"{_ONE}review/pieces/<uuid:piece>/", views.pieces, name="pieces"),
    path(f"{_ONE}review/rows/<uuid:row>/<slug:which>/", views.row, name="row"),
    path(f"{_ONE}copy/<slug:form>/", views.take, name="take"),
]
