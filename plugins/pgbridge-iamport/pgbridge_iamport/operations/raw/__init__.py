"""Calls outside the payment core."""
