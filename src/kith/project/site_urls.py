"""Every address of the public site: sign-in, the editing pages, then the pages themselves."""

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as cms_urls

from kith.publishing import urls as site_urls
from kith.publishing.views import privacy
from kith.publishing.views.toolkits import reviews as toolkit_reviews
from kith.shell.guards import public
from kith.shell.views import accessibility, theme


@public(reason="A supervisor asks whether the site's process answers; it says yes and nothing else.")
def alive(request: HttpRequest) -> HttpResponse:
    """Answer that the process lives."""
    return HttpResponse("ok", content_type="text/plain")


to_sign_in = public(reason="It only sends an editor on to the one door.")(
    RedirectView.as_view(pattern_name="account_login", permanent=False)
)
handler500 = "kith.publishing.views.errors.server_error"
_OF_THE_SHELL = [
    path("theme.css", theme, name="theme"),
    path("accessibility", accessibility, name="accessibility"),
    path("privacy", privacy, name="privacy"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("alive", alive),
    path("", include((_OF_THE_SHELL, "shell"))),
    path("accounts/", include("kith.project.site_sign_in")),
    path("cms/toolkits/", toolkit_reviews, name="toolkit_reviews"),
    path("cms/", include(cms_urls)),
    # Wagtail has a sign-in of its own for pages behind a password, without a second factor: it leads to the one door.
    path("_util/login/", to_sign_in),
    path("", include(site_urls)),
    *i18n_patterns(
        path("", include(site_urls.in_languages)), path("", include(wagtail_urls)), prefix_default_language=False
    ),
]
