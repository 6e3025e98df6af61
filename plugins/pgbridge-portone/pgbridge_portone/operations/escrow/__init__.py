"""V2's operations on escrow payments."""
