"""The forms of the public site: those of its editors, and those that anybody may fill in."""
