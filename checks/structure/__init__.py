"""API Structure, Clean Architecture, Project Structure."""
