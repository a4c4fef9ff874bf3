"""tsoa: controllers from which routes are made, that check what they are given against its types."""
