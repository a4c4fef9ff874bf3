"""Packages of sockets and event streams: what opens one, and which of their options decide who may connect."""

from __future__ import annotations

import re

SOCKET_IO = {"socket.io", "fastify-socket.io"}
SOCKET_IO_SERVERS = {"", "Server", "listen"}
SOCKET_IO_AUTH = {"socketio-jwt", "@thream/socketio-jwt", "socketio-jwt-auth", "socketio-auth", "passport.socketio"}
WS_SERVERS = {
    "ws": {"Server", "WebSocketServer", "WebSocket.Server"},
    "websocket": {"server"},
}
GRAPHQL_SERVERS = {  # what speaks GraphQL over a socket; the options are the first argument
    "graphql-ws": {"useServer", "makeServer", "makeHandler"},
    "subscriptions-transport-ws": {"SubscriptionServer", "SubscriptionServer.create"},
}
EXPRESS_WS = "express-ws"
FASTIFY_WEBSOCKET = {"@fastify/websocket", "fastify-websocket"}
GATEWAYS = ("@nestjs/websockets",)
MERCURIUS = "mercurius"
CONFIGURED = {  # packages whose configuration may say who connects
    "mercurius", "@nestjs/graphql", "@nestjs/apollo", "@nestjs/mercurius", "graphql-ws", "subscriptions-transport-ws",
    "@apollo/server", "apollo-server", "apollo-server-express", "apollo-server-fastify", "@fastify/websocket",
    "fastify-websocket",
}  # fmt: skip
STREAM_OPENERS = {"better-sse": {"createSession"}}
STREAMING_REPLY = re.compile(r"(?:reply|res|response)\.sse(?:\.(?:send|stream))?")  # of fastify-sse-v2, @fastify/sse, express-sse

CONNECTION_EVENTS = {"connection", "connect", "upgrade", "request"}
CHECK_OPTIONS = ("verifyClient", "allowRequest", "onConnect", "preValidation", "context")
