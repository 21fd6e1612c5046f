"""Reads events, bookings and what people said of them."""
