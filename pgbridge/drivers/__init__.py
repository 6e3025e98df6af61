"""The loops that run a flow over an HTTP client: `sync` and `aio` differ by `async` and `await` only."""
