"""What is done with values that must not be trusted: text that is built from them, and passwords."""
