"""The forms of the public site."""
"""Forms of the public site that anybody may fill in."""
