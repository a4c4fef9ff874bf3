"""Controllers that are classes: decorators, what classes extend, and classes of data; for every library that reads them."""
