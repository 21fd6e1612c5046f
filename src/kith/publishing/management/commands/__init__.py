"""Commands of the site, one module each; those that `kith` asks print JSON for it to say in words."""
