"""Testing Strategy."""
