"""What an operator, or the demo, does on the site from the command line."""
