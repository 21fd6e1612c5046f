"""Addresses of the list: ids and choices of the reader, never a word about a child."""

from django.urls import path

from kith.priority import views

app_name = "priority"
urlpatterns = [
    path("list/", views.consider_next, name="list"),
    path("list/policy/", views.policy, name="policy"),
    path("list/<uuid:public_id>/", views.card, name="card"),
    path("list/<uuid:public_id>/wrong/", views.wrong, name="wrong"),
    path("list/<uuid:public_id>/corrections/", views.corrections, name="corrections"),
    path("list/<uuid:public_id>/corrections/<uuid:correction_id>/", views.correction, name="correction"),
]
