"""V1's side of `identity`."""
