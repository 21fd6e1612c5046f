"""What happens to events and bookings; only the site itself comes in here."""
