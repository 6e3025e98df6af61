"""V1's side of `tiers`."""
