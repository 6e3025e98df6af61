"""V1's side of `payco`."""
