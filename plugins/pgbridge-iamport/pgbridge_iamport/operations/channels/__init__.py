"""V1's side of `channels`."""
