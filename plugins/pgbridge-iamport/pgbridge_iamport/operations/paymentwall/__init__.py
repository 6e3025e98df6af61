"""V1's side of `paymentwall`."""
