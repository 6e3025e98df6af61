"""Webhooks in web frameworks: `asgi` (Starlette, FastAPI), `django`, `flask`. Import the one you use."""
