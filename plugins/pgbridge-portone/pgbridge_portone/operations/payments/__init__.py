"""V2's operations on payments."""
