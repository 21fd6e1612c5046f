"""How the tables of support came to be."""
