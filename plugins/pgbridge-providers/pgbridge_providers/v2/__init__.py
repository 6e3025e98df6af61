"""PGs on V2, one module each; `PROVIDER` is what a module offers."""
