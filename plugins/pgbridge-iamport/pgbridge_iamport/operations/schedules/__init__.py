"""V1's side of `schedules`."""
