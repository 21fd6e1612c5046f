"""Reads agencies' files into canonical records: pure functions from bytes to records, no clock, no folder."""
