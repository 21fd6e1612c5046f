"""Forms of events: those that anybody fills in, and those of editors."""
