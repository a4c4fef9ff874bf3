"""What expressions stand for, as far as the repository tells."""
