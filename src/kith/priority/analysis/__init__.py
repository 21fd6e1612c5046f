"""The sums of the list as pure expressions: tables in, tables out."""
