"""`paymentwall`."""
