"""Shows events, bookings, registers and results."""
