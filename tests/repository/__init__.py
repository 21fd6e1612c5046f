"""Tests of the codebase itself: what a reviewer would otherwise have to remember."""
