"""Calls of V1's browser SDK."""
