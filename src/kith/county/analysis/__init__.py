"""Pure arithmetic of the county: people, lives, notices, identities, checks."""
