"""PAYCO."""
