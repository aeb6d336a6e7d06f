"""One module per command; each is one typed function."""
