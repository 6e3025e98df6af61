"""V1's side of `cash_receipts`."""
