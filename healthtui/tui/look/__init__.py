"""How it looks: themes and settings, followed while they change."""
