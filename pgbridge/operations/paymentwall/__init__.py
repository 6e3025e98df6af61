"""Paymentwall."""
