"""Schemas of databases: the tables of each library, the filters of queries, and which fields an index serves."""
