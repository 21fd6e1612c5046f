"""The sign-in of the public site's editors: the same open pages of the library as in casework."""

from allauth.urls import urlpatterns as library

from kith.project.open_sign_in import opened

urlpatterns = opened(library, lambda view: view)
