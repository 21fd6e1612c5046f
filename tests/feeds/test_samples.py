"""The real public samples load unchanged, with every row accounted for."""

from pathlib import Path

import pytest

from tests.feeds.conftest import Load

# file: rows in, kept, held, duplicate
GOLDEN = {
    "ssda903/header.csv": (2675, 2675, 0, 0),
    "ssda903/episodes.csv": (5050, 5050, 0, 0),
    "ssda903/missing.csv": (43, 43, 0, 0),
    "ssda903/reviews.csv": (12582, 12512, 68, 2),  # 68 reviews lie after the day of receipt, two rows repeat
    "ssda903/oc2.csv": (2675, 2675, 0, 0),
    "ssda903/oc3.csv": (53, 53, 0, 0),
    "ssda903/uasc.csv": (132, 132, 0, 0),
    "ssda903/ad1.csv": (29, 29, 0, 0),
    "ssda903/placed_for_adoption.csv": (29, 29, 0, 0),
    "ssda903/placed_for_adoption_errors.csv": (30, 30, 0, 0),
    "ssda903/previous_permanence.csv": (2675, 2675, 0, 0),
    "ssda903/sw_episodes.csv": (1, 1, 0, 0),
    "ssda903/DoLo.csv": (1, 1, 0, 0),
    "ssda903/SSDA903_2020_header.csv": (5, 5, 0, 0),
    "ssda903/SSDA903_2020_episodes.csv": (5, 5, 0, 0),
    "cin_census/fake_CIN_data.xml": (734, 732, 2, 0),
    "cin_census/CIN_Census_2024.xml": (9, 8, 1, 0),
    "cin_census/CIN_Census_2021.xml": (6, 5, 1, 0),
    "cin_census/CIN2rows.xml": (7, 6, 0, 1),
    "cin_census/BAR_cin_2022.xml": (6, 6, 0, 0),
    "school_census/2024_autumn_pupilonroll.csv": (9088, 9088, 0, 0),
    "school_census/2024_autumn_pupilnolongeronroll.csv": (308, 308, 0, 0),
    "school_census/2024_autumn_addressesoffroll.csv": (1698, 1698, 0, 0),
    "school_census/2024_autumn_termlyexclusionsonroll.csv": (10373, 10373, 0, 0),
    "school_census/2024_autumn_termlyexclusionsoffroll.csv": (318, 318, 0, 0),
    "school_census/2024_autumn_termlysessiondetailsonroll.csv": (
        39953,
        39588,
        365,
        0,
    ),  # 365 name no number of sessions
    "school_census/2024_autumn_termlysessiondetailsoffroll.csv": (1328, 1314, 14, 0),
    "school_census/2024_autumn_summerhalfterm2sessiondetailsonroll.csv": (39575, 39171, 404, 0),
    "school_census/2024_autumn_summerhalfterm2sessiondetailsoffroll.csv": (1343, 1326, 17, 0),
    "school_census/2024_autumn_fsmperiodsonroll.csv": (25358, 25358, 0, 0),
}


@pytest.mark.parametrize("name", GOLDEN)
def test_a_public_sample_loads_unchanged(name: str, samples: Path, load: Load) -> None:
    receipt = load(samples / name)
    assert (receipt.rows_in, receipt.kept, receipt.held, receipt.duplicate) == GOLDEN[name]
    again = load(samples / name)
    assert again.loaded_before
    assert (again.rows_in, again.kept) == (receipt.rows_in, receipt.kept)


def test_every_sample_of_the_three_returns_is_in_the_list_or_is_no_feed(samples: Path) -> None:
    found = {
        str(path.relative_to(samples))
        for folder in ("ssda903", "cin_census", "school_census")
        for path in (samples / folder).iterdir()
        if path.suffix in (".csv", ".xml")
    }
    assert found - set(GOLDEN) == {"ssda903/903_2024_25_rule_info.csv", "ssda903/fake_903.xml"}
