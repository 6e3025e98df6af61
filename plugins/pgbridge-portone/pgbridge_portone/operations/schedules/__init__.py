"""V2's operations on schedules."""
