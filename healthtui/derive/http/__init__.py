"""HTTP: what the framework adapters find, and what the rest of the backend's facts make of it."""
