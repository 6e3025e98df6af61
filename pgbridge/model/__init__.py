"""The neutral model: what both APIs mean, in one set of words."""
