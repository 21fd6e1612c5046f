"""The addresses of linking; none holds a word about a person."""

from django.urls import path

from kith.linking.views import adding, records, reviewing, searching

app_name = "linking"
urlpatterns = [
    path("search/", searching.search, name="search"),
    path("people/<uuid:public_id>/records/", records.records, name="records"),
    path("reviews/", reviewing.reviews, name="reviews"),
    path("reviews/<int:item_id>/", reviewing.review, name="review"),
    path("people/add/", adding.add_person, name="add_person"),
]
