"""PGs on V1, one module each; `PROVIDER` is what a module offers."""
