"""Addresses of the public site besides its pages."""

from pathlib import Path

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.static import serve
from wagtail.contrib.sitemaps.views import sitemap
from wagtail.documents import urls as document_urls

from kith.publishing import views
from kith.publishing.urls.events import event_addresses
from kith.publishing.views import circulation, drafts, finding, forms, services, structure, toolkits
from kith.publishing.views.feedback import tell_us, told_us
from kith.publishing.views.mapping import SiteMap
from kith.publishing.views.receipts import receipts

urlpatterns: list[URLPattern | URLResolver] = [
    path("feed.rss", views.NewsFeed(), name="feed"),
    path("sitemap.xml", sitemap, {"sitemaps": {"pages": SiteMap}}, name="sitemap"),
    path("mail/receipts", receipts, name="mail_receipts"),
    path("documents/", include(document_urls)),
    path("toolkits/<slug:toolkit>/v<int:number>/checklist/", toolkits.checklist, name="toolkit_checklist"),
    path("toolkits/<slug:toolkit>/v<int:number>/form/", toolkits.form, name="toolkit_form"),
    path("toolkits/<slug:toolkit>/v<int:number>/changes/", toolkits.changes, name="toolkit_changes"),
    path("toolkits/<slug:toolkit>/v<int:number>/toolkit.pdf", toolkits.pdf, name="toolkit_pdf"),
    # Pictures only: a document goes through the door above, which knows who may have it.
    path("media/images/<path:path>", serve, {"document_root": Path(settings.MEDIA_ROOT) / "images"}),
    *event_addresses,
    # The forms of a page stand below it; a page of that name could not be reached.
    re_path(r"^(?P<path>(?:[\w-]+/)+)pdf/$", forms.paper, name="paper"),
    path("welcome/<str:key>/<str:token>/", drafts.invitation, name="invitation"),
    path("preview/<str:token>/", drafts.preview, name="preview"),
    path("preview/<str:token>/remark", drafts.remark, name="remark"),
    path("preview/<str:token>/<int:below>/", drafts.preview, name="preview_below"),
    path("partnership/", structure.chart, name="structure"),
    path("partnership/groups/<uuid:public_id>/", structure.group, name="structure_group"),
    path("partnership/priorities/<uuid:public_id>/", structure.priority, name="structure_priority"),
    path("partnership/agencies/<uuid:public_id>/", structure.agency, name="structure_agency"),
    path("services/", services.services, name="told_services"),
    path("services/<uuid:public_id>/", services.service, name="told_service"),
    path("open-referral/services", services.open_referral, name="told_open_referral"),
    path("feed.json", finding.json_feed, name="json_feed"),
]
# In every language in which we have words of our own; the others of the site are in one.
in_languages: list[URLPattern | URLResolver] = [
    path("circulation", circulation.sign_up, name="circulation"),
    path("circulation/asked", circulation.asked, name="circulation_asked"),
    path("circulation/link", circulation.send_link, name="circulation_link"),
    path("circulation/agree/<str:token>", circulation.agree, name="circulation_agree"),
    path("circulation/choices/<str:token>", circulation.choices, name="circulation_choices"),
    path("circulation/stop/<str:token>", circulation.stop, name="circulation_stop"),
    path("tell-us/", tell_us, name="tell_us"),
    path("tell-us/thank-you/", told_us, name="told_us"),
    path("search", finding.search, name="search"),
]
