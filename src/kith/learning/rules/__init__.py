"""What may be told of a case, and in which words."""
