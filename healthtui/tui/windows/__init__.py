"""The windows that stand above a screen."""
