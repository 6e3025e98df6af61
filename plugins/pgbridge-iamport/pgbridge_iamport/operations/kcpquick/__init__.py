"""V1's side of `kcpquick`."""
