"""Checks of ours: what keeps the tree as it was designed."""
