"""Training from the page: starting, watching, stopping and comparing runs."""
