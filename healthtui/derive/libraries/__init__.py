"""Which names of which libraries mean what: data, in one place for each concern."""
