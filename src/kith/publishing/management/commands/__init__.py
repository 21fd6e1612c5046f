"""The site's own commands."""

"""Commands of the site, one module each; they print JSON for `kith` to say in words."""
