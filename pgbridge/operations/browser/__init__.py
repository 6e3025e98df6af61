"""Calls of the payment window in the buyer's browser. Nothing is sent: `Bridge.browser` gives the parameters."""
