"""routing-controllers: controllers on an app of Express, with the middleware and the options that the library applies."""
