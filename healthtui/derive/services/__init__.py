"""Service modules: which files are, what of HTTP is in them, and which tests import them."""
