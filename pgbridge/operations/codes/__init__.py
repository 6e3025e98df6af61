"""Code lists of banks and card companies."""
