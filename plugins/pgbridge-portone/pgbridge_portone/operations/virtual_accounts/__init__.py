"""V2's operations on virtual accounts."""
