"""V1's side of `billing_keys`."""
