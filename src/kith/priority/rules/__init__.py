"""What a policy must hold, and what is worth a warning: pure, from text and values alone."""
