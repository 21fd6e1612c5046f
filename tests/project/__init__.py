"""Tests of what holds the apps together."""
