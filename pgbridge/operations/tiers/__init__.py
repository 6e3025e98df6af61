"""Sub-merchants of V1."""
