"""Sockets and event streams: where they open, who may connect, and from where."""
