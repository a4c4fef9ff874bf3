"""Error Handling Strategy, Observability."""
