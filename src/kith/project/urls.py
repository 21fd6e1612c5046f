"""Every address of the casework side; none holds a word about a child."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

from kith.project import views
from kith.shell.guards import public

to_work = public(reason="It only sends people on to a page that asks who they are.")(
    RedirectView.as_view(url="/work/", permanent=False)
)
urlpatterns: list[URLPattern | URLResolver] = [
    path("", to_work),
    path("alive", views.alive),
    path("health/", views.health, name="health"),
    path("accounts/", include("kith.project.sign_in")),
]
handler500 = "kith.project.views.server_error"
APPS = (
    # the stack, from below
    "shell access work partnership feeds linking chronology priority support referrals panel audit learning "
    "subject_access"
).split()
for app in APPS:
    if find_spec(f"kith.{app}.urls"):
        urlpatterns.append(path("", include(f"kith.{app}.urls")))
