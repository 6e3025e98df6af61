"""Channels as the console has them."""
