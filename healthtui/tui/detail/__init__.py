"""One check, opened: verdict, places, code, guidance, and what the last run changed."""
