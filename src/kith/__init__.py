"""Kith lets the agencies of one county keep a child safe together."""
