"""Neutral calls of the payment window as V1's browser SDK takes them, and back."""
