"""Database Best Practices."""
