"""Reports on what the PGs settled."""
