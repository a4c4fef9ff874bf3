"""Containers that make the objects of an application: which call gives an instance of the class that it names, and in
which words they are told what a token stands for."""

from __future__ import annotations

RESOLVERS = {
    "tsyringe": {"resolve"},
    "typedi": {"get", "of"},
    "inversify": {"get", "getAsync", "resolve"},
    "awilix": {"build", "resolve"},
    "@fastify/awilix": {"resolve"},
    "@decorators/di": {"get"},
    "diod": {"get"},
}
SCOPES = {"diContainer", "diScope"}  # what @fastify/awilix puts on instances and requests
GIVE_THE_CLASS = {("sequelize", "Model.init"), ("@sequelize/core", "Model.init")}  # the class that is asked
MODULES = frozenset({*RESOLVERS, "@nestjs/common"})  # without one of these nothing is injected by a token
LOADERS_ON_APP = {"consign", "express-load"}  # they call what files export, and put what it returns on the app
CRADLES = {"awilix", "@fastify/awilix"}  # what a function destructures first is registered under that name

INJECTORS = {"Inject", "inject", "InjectService", "LazyInject", "lazyInject"}  # decorators that name a token
SERVICES = {"Service", "Injectable", "injectable", "singleton", "Singleton"}  # decorators that may give a class a token
TOKEN_KEYS = ("provide", "token", "id")
CLASS, VALUE, FACTORY, EXISTING = "class", "value", "factory", "existing"
KINDS_BY_KEY = {
    "useClass": CLASS, "useValue": VALUE, "useFactory": FACTORY, "useExisting": EXISTING, "useToken": EXISTING,
    "type": CLASS, "value": VALUE, "factory": FACTORY,
}  # fmt: skip
KINDS_BY_METHOD = {  # of `bind(token)` of inversify
    "to": CLASS, "toConstantValue": VALUE, "toDynamicValue": FACTORY, "toFactory": FACTORY, "toService": EXISTING,
}  # fmt: skip
BINDING = {"bind", "rebind"}
REGISTERING = {"register", "registerSingleton", "registerType", "registerInstance", "set"}
KINDS_BY_MAKER = {"asClass": CLASS, "asFunction": FACTORY, "asValue": VALUE, "aliasTo": EXISTING}  # of awilix
