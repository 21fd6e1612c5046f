"""How the tables of the list came to be."""
