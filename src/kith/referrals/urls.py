"""Addresses of referrals, pages and API: opaque ids and sealed secrets, never a word about a child."""

from django.urls import path

from kith.referrals import api, views

app_name = "referrals"
_ONE = "people/<uuid:public_id>/referrals/<uuid:referral_id>/"
urlpatterns = [
    path("referrals/", views.mine, name="mine"),
    path("referrals/numbers/", views.numbers, name="numbers"),
    path("referrals/police-contact/", views.police_contact, name="police_contact"),
    path("referrals/<uuid:referral_id>/outcome/", views.outcome, name="outcome"),
    path("people/<uuid:public_id>/referrals/start/", views.start, name="start"),
    path(_ONE, views.one, name="one"),
    path(f"{_ONE}edit/", views.edit, name="edit"),
    path(f"{_ONE}check/", views.check, name="check"),
    path(f"{_ONE}print/", views.print_out, name="print"),
    path(f"{_ONE}link/", views.renew, name="renew"),
    path(f"{_ONE}clearance/", views.clearance, name="clearance"),
    path("outside/<str:link>/", views.outside, name="outside"),
    path("api/referrals", api.referrals, name="api_referrals"),
    path("api/referrals/openapi.json", api.description, name="api_description"),
    path("api/people/<uuid:public_id>/known-risks", api.known_risks, name="api_known_risks"),
    path("api/people/<uuid:public_id>/referrals/<uuid:referral_id>", api.referral, name="api_referral"),
]
