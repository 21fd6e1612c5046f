"""Ctrl-C is Ctrl-C also while the engine is at work, which takes it for itself; every other fault keeps its kind."""

import duckdb
import pytest

from kith.feeds.runs.faults import in_words
from kith.feeds.vocabulary import FileRefused

CLOSED = "Invalid Input Error: Attempting to execute an unsuccessful or closed pending query result\nError: "


@pytest.mark.parametrize(
    "error",
    [
        RuntimeError("Query interrupted"),
        duckdb.InterruptException("INTERRUPT Error: Interrupted!"),
        duckdb.InvalidInputException(f"{CLOSED}INTERRUPT Error: Interrupted!"),
    ],
)
def test_what_the_engine_makes_of_ctrl_c_is_ctrl_c_again(error: Exception) -> None:
    with pytest.raises(KeyboardInterrupt), in_words("Nothing was loaded."):
        raise error


def test_a_fault_of_the_engine_is_told_without_its_words_and_one_of_ours_stays() -> None:
    with pytest.raises(FileRefused) as refused, in_words("Nothing was loaded."):
        raise duckdb.InvalidInputException("Could not read 'Larkin'")
    assert "Larkin" not in str(refused.value) and "InvalidInputException" in str(refused.value)
    with pytest.raises(RuntimeError, match="generator"), in_words("Nothing was loaded."):
        raise RuntimeError("generator raised StopIteration")
