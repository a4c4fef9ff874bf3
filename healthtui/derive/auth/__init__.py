"""Roles, and the tokens that a backend issues: their lifetimes, where they are kept and how they are renewed."""
