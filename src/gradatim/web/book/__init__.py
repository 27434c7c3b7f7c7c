"""The book: the pages of the course as files that any web server can give out."""
