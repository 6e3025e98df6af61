"""V1's side of `codes`."""
