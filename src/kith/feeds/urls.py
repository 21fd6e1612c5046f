"""The addresses of feeds: a receipt's is the hash of its file, which tells nothing of who is in it."""

from django.urls import path

from kith.feeds import views

urlpatterns = [
    path("receipts/", views.receipts, name="receipts"),
    path("receipts/<str:sha256>/", views.receipt, name="receipt"),
]
