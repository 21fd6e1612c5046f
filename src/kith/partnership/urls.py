"""Addresses of the directory and its public read API, and of the partnership's structure."""

from django.urls import path

from kith.partnership import api, views

app_name = "partnership"
urlpatterns = [
    path("services/", views.services, name="services"),
    path("services/<uuid:public_id>/", views.service, name="service"),
    path("services/<uuid:public_id>/edit/", views.edit, name="edit"),
    path("services/<uuid:public_id>/status/", views.status, name="status"),
    path("services/<uuid:public_id>/places/", views.places, name="places"),
    path("services/<uuid:public_id>/provider/", views.provider, name="provider"),
    path("partnership/", views.chart, name="chart"),
    path("partnership/plan/", views.plan, name="plan"),
    path("partnership/groups/<uuid:public_id>/", views.group, name="group"),
    path("partnership/meetings/<uuid:public_id>/", views.meeting, name="meeting"),
    path("partnership/parts/<slug:part>/add/", views.add, name="add"),
    path("partnership/parts/<slug:part>/add/<uuid:public_id>/", views.add, name="add_to"),
    path("partnership/parts/<slug:part>/<uuid:public_id>/change/", views.change, name="change"),
    path("partnership/parts/<slug:part>/<uuid:public_id>/history/", views.history, name="history"),
    path("partnership/parts/<slug:part>/<uuid:public_id>/put-back/", views.put_back, name="put_back"),
    path("partnership/plan/export/", views.plan_export, name="plan_export"),
    path("partnership/contacts/", views.contacts, name="contacts"),
    path("partnership/telling/", views.telling, name="telling"),
    path("partnership/telling/<slug:kind>/propose/", views.propose, name="propose"),
    path("partnership/telling/<slug:kind>/withdraw/", views.withdraw, name="withdraw"),
    path("partnership/telling/<uuid:public_id>/", views.proposal, name="proposal"),
    path("open-referral/", api.about, name="oruk"),
    path("open-referral/services", api.services, name="oruk_services"),
    path("open-referral/services/<uuid:public_id>", api.service, name="oruk_service"),
    path("open-referral/service_at_locations", api.service_at_locations, name="oruk_places"),
    path("open-referral/service_at_locations/<uuid:public_id>", api.service_at_location, name="oruk_place"),
    path("open-referral/taxonomies", api.taxonomies, name="oruk_taxonomies"),
    path("open-referral/taxonomies/<uuid:public_id>", api.taxonomy, name="oruk_taxonomy"),
    path("open-referral/taxonomy_terms", api.taxonomy_terms, name="oruk_terms"),
    path("open-referral/taxonomy_terms/<uuid:public_id>", api.taxonomy_term, name="oruk_term"),
]
