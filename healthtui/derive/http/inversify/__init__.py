"""inversify-express-utils: controllers that a container makes, on an app of Express."""
