"""V2's operations on billing keys."""
