"""Errors that the code makes, and what of them reaches the client."""
