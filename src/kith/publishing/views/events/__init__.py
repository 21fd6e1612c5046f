"""Pages of events: for everybody, for whoever holds a booking's link, and for publishers."""
