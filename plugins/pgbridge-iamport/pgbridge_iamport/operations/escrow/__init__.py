"""V1's side of `escrow`."""
