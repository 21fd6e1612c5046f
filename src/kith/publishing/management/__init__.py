"""What an operator, or the demo, asks of the site; `kith` runs these in a process that has the site's settings."""
