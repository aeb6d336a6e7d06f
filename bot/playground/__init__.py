"""The browser playground: a small chat platform of our own, for demonstration and tests."""
