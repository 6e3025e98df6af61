"""Promotions of the PG's own."""
