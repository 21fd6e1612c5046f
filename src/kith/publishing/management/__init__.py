"""What an operator, or the demo, does on the site from the command line."""

"""What an operator asks of the site; `kith` runs these in a process that has the site's settings."""
