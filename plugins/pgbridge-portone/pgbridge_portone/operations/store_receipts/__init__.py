"""V2's operations on sales slips."""
