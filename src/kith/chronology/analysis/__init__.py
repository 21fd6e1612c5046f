"""Pure sums over a person's entries: ages, folding, gaps, lanes. No database, no clock."""
