"""The scorecard as something to keep or send: for programs, for a page, for a terminal without a screen."""
