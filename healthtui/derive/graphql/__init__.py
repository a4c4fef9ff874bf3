"""GraphQL operations: of resolver maps, of classes with decorators, and of builders; who may ask, and what is validated."""
