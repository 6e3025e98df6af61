"""Neutral calls of the payment window as V2's browser SDK takes them, and back."""
