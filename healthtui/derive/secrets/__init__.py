"""Credentials in the repository: in texts, in code, and in git history."""
