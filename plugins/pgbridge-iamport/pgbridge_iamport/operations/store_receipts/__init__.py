"""V1's side of `store_receipts`."""
