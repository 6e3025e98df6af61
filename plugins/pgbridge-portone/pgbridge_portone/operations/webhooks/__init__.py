"""Webhooks that were sent."""
