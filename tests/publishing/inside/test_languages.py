"""A page in two languages: each says its own, leads to the other, and one that is not ready is nowhere."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Locale, Site

from kith.publishing.models import HomePage, SitePage
from kith.publishing.vocabulary.editing import EditorRole
from tests.publishing.inside.newsroom import home, news, under
from tests.publishing.inside.people import an_editor, signed_in


@pytest.fixture(autouse=True)
def roots() -> Iterator[None]:
    Site.clear_site_root_paths_cache()
    yield
    Site.clear_site_root_paths_cache()


def in_welsh(page: Any, title: str, slug: str) -> Any:
    welsh, _ = Locale.objects.get_or_create(language_code="cy")
    made = page.copy_for_translation(welsh, copy_parents=True).specific
    for one in (*SitePage.objects.ancestor_of(made).filter(depth__gt=1, locale=welsh), made):
        if not one.live:
            revision = one.specific.save_revision()
            revision.publish()
    made = type(page).objects.get(pk=made.pk)
    made.title, made.slug = title, slug
    made.save_revision().publish()
    return type(page).objects.get(pk=made.pk)


def test_a_page_in_welsh_says_so_and_leads_to_english_and_back(reader: Client) -> None:
    page = under(home(), news("Neglect"))
    welsh = in_welsh(page, "Esgeulustod", "esgeulustod")
    assert welsh.get_url() == "/cy/esgeulustod/"
    there = reader.get("/cy/esgeulustod/").content.decode()
    assert '<html lang="cy"' in there
    assert "Esgeulustod" in there
    assert 'hreflang="en-GB" href="http://localhost:8001/neglect/"' in there
    assert 'href="http://localhost:8001/neglect/" hreflang="en-GB" lang="en-GB"' in there
    assert '<header class="govuk-template__header">' in there, "its words are Welsh too (test_words.py)"
    back = reader.get("/neglect/").content.decode()
    assert '<html lang="en-GB"' in back
    assert 'hreflang="cy" href="http://localhost:8001/cy/esgeulustod/"' in back and ">Cymraeg</a>" in back
    assert "/cy/esgeulustod/" in reader.get("/sitemap.xml").content.decode()


def test_there_is_no_switch_where_there_is_nothing_to_switch_to(reader: Client) -> None:
    page = under(home(), news("Only English"))
    assert "hreflang" not in reader.get("/only-english/").content.decode()
    welsh = in_welsh(page, "Drafft", "drafft")
    welsh.unpublish()
    assert "hreflang" not in reader.get("/only-english/").content.decode()
    assert reader.get("/cy/drafft/").status_code == 404


@pytest.mark.parametrize("asks", ["cy", "fr", "cy;q=0.9,en;q=0.1", "xx"])
def test_a_reader_gets_the_language_of_the_address_whatever_the_browser_asks_for(reader: Client, asks: str) -> None:
    under(home(), news("Here"))
    page = reader.get("/here/", headers={"accept-language": asks})
    assert page.status_code == 200 and '<html lang="en-GB"' in page.content.decode()
    assert not page.cookies


def test_an_author_begins_a_translation_in_the_editing_pages() -> None:
    ada = an_editor("Ada", EditorRole.AUTHOR)
    page = under(home(), news("To translate"))
    welsh = Locale.objects.create(language_code="cy")
    browser = signed_in(ada)
    assert browser.get(f"/cms/translation/submit/page/{page.pk}/").status_code == 200
    for one in (home(), page):
        browser.post(f"/cms/translation/submit/page/{one.pk}/", {"locales": [welsh.pk]})
    made = page.get_translation(welsh)
    assert not made.live
    assert HomePage.objects.filter(locale=welsh).exists()
