"""The card: score, what to fix first, and the rows of sections and checks."""
