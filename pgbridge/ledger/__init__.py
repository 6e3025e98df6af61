"""What was intended, sent and found out. `decide` and `proof` are pure; the rest stores rows."""
