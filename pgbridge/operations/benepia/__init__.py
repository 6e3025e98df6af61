"""Benepia points."""
