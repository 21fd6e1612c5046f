"""Addresses of the directory: the pages for people here, and the public read API."""

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
