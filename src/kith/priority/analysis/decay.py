"""How points fade: half-lives as printed tables of whole thousandths."""

from kith.priority.vocabulary import MILLI


def thousandths(age_weeks: int, half_life_weeks: int) -> int:
    """Return 1000·2^(−age/half-life) rounded to the nearest whole number, by integers alone.

    The answer k is the largest with (k − ½)/1000 ≤ 2^(−age/half-life); raising both sides to the power
    of the half-life leaves whole numbers, so no engine and no processor can round differently.
    """
    limit = (2 * MILLI) ** half_life_weeks
    low, high = 0, MILLI
    while low < high:
        middle = (low + high + 1) // 2
        if (2 * middle - 1) ** half_life_weeks * 2**age_weeks <= limit:
            low = middle
        else:
            high = middle - 1
    return low


def decay_table(half_life_weeks: int, weeks: int) -> list[int]:
    """Return the thousandths for ages of 0 to `weeks` weeks."""
    return [thousandths(age, half_life_weeks) for age in range(weeks + 1)]
