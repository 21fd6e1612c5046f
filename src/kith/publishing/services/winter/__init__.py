"""The winter newsletter of the demo's invented partnership: its pictures, its words, its pages."""
