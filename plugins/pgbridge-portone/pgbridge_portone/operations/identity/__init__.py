"""V2's operations on identity verifications."""
