"""Checkout profiles of the console."""
