"""`codes`."""
