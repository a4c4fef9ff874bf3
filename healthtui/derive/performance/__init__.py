"""What makes a backend fast or slow."""
