"""The build of the stylesheet: what it makes, what it refuses, and when it has nothing to do."""

import json
import re

import pytest

from linters import build_frontend
from linters.build_frontend import BUILT, SOURCES, FrontendError, checked_stylesheet


@pytest.fixture(scope="module")
def css() -> str:
    return (BUILT / "app.css").read_text(encoding="utf-8")


def test_stylesheet_holds_nothing_that_is_not_ours_to_use(css: str) -> None:
    assert "GDS Transport" not in css
    assert "crest" not in css
    assert "sourceMappingURL" not in css
    assert "Atkinson Hyperlegible Next" in css


def test_every_address_of_the_stylesheet_is_a_file_beside_it(css: str) -> None:
    addresses = set(re.findall(r"url\([\"']?([^\"')]+)", css))
    assert len(addresses) >= 4
    assert [address for address in addresses if not (BUILT / address).is_file()] == []


def test_brand_can_be_changed_at_run_time(css: str) -> None:
    for name in ("brand", "link", "link-hover", "surface-background", "surface-border", "template-background"):
        assert f"var(--govuk-{name}-colour" in css, name


@pytest.mark.parametrize(
    "bad",
    [
        'p{font-family:"GDS Transport"}',
        "p{background:url(https://example.org/x.png)}",
        "p{background:url(data:image/png;base64,AA)}",
        '@import "x.css";',
        "p{background:url(missing.svg)}",
    ],
)
def test_stylesheet_with_a_fault_is_refused(bad: str) -> None:
    with pytest.raises(FrontendError):
        checked_stylesheet(bad)


def test_crest_and_source_map_are_taken_out() -> None:
    css = "p{color:red}.a::before{background:url(/x/govuk-crest.svg)}\n/*# sourceMappingURL=app.css.map */"
    assert checked_stylesheet(css).strip() == "p{color:red}"


def test_manifest_names_versions_licences_and_digests() -> None:
    manifest = json.loads((BUILT / "manifest.json").read_text())
    assert set(manifest["packages"]) == set(build_frontend.SHIPPED)
    assert {package["licence"] for package in manifest["packages"].values()} == {"MIT", "BSD-0-Clause", "OFL-1.1"}
    assert all(integrity.startswith("sha384-") for integrity in manifest["files"].values())
    assert {"licences/govuk-frontend.txt", "licences/atkinson-hyperlegible-next.txt"} <= set(manifest["files"])


def test_build_is_current_until_an_input_or_a_result_changes() -> None:
    digest = build_frontend.inputs_digest()
    assert build_frontend.is_current(digest)
    assert not build_frontend.is_current(digest[::-1])


def test_lock_names_no_host() -> None:
    lock = json.loads((SOURCES / "package-lock.json").read_text())
    assert [name for name, package in lock["packages"].items() if "resolved" in package] == []
