"""One module for each place the site runs in."""
