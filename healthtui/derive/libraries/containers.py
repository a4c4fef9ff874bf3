"""Containers that make the objects of an application: which call gives an instance of the class that it names."""

from __future__ import annotations

RESOLVERS = {
    "tsyringe": {"resolve"},
    "typedi": {"get", "of"},
    "inversify": {"get", "getAsync", "resolve"},
    "awilix": {"build", "resolve"},
    "@decorators/di": {"get"},
    "diod": {"get"},
}
