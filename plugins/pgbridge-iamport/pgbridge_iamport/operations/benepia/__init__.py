"""V1's side of `benepia`."""
