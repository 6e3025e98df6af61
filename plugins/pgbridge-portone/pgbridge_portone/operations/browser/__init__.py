"""Calls of the browser SDK."""
