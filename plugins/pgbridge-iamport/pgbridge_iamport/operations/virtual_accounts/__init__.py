"""V1's side of `virtual_accounts`."""
