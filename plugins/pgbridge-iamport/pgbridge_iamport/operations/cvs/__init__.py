"""Barcodes that are paid at the till of a convenience store."""
