"""Real-time."""
