"""Every route, and what protects it."""
