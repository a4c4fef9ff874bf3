"""Code Quality, Type Safety."""
