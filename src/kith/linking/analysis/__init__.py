"""Holds the pure part of linking: standardising, the model, guards, clustering, words, search keys."""
