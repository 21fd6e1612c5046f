"""What the site makes that is more than a page of it: files to keep and to print."""
