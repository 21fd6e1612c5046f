"""Draws every page the same way: shell, components, forms, pictures, print.

In: plain values from presenters.
Out: accessible HTML and SVG that need nothing from another host.
"""
