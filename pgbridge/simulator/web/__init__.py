"""What people and pages see of the simulator: the browser SDKs, the payment windows, the console."""
