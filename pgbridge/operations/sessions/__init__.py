"""Hosted checkout pages."""
