"""V2's operations on cash receipts."""
