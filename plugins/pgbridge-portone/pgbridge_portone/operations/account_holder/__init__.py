"""Whose a bank account is."""
