"""V1's side of `payments`."""
