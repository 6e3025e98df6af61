"""Partner settlement, as far as payments touch it."""
