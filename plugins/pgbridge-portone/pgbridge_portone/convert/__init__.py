"""Wire forms to neutral ones and back, one module per thing."""
