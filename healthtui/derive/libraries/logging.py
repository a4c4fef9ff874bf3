"""Logging packages, the calls that set them up, and the names of levels."""

from __future__ import annotations

import re

# package → the logger that it is, or stands on
LOGGERS = {
    "pino": "pino", "pino-http": "pino", "express-pino-logger": "pino", "pino-multi-stream": "pino", "koa-pino-logger": "pino",
    "nestjs-pino": "pino", "nestjs-pino-logger": "pino", "pino-std-serializers": "", "@elastic/ecs-pino-format": "pino",
    "winston": "winston", "nest-winston": "winston", "express-winston": "winston", "winston-daily-rotate-file": "winston",
    "@google-cloud/logging-winston": "winston",
    "bunyan": "bunyan", "express-bunyan-logger": "bunyan", "nestjs-bunyan": "bunyan", "@google-cloud/logging-bunyan": "bunyan",
    "bunyan-middleware": "bunyan",
    "log4js": "log4js",
    "tslog": "tslog", "roarr": "roarr", "@aws-lambda-powertools/logger": "powertools", "@logtape/logtape": "logtape",
}  # fmt: skip
# members of these packages whose call makes or configures a logger; "" is the package itself
MAKERS = {
    "", "pino", "createLogger", "Logger", "configure", "getLogger", "forRoot", "forRootAsync", "pinoHttp", "logger",
    "errorLogger", "add", "LoggerModule.forRoot", "LoggerModule.forRootAsync",
    "WinstonModule.forRoot", "WinstonModule.forRootAsync", "WinstonModule.createLogger", "Roarr", "destination",
}  # fmt: skip
# NestJS's own: names of @nestjs/common
NEST_LOGGERS = {"Logger", "ConsoleLogger", "LoggerService"}
# packages that put a request logger under `req.log`
REQUEST_LOGS = {"pino-http": "pino", "express-pino-logger": "pino", "express-bunyan-logger": "bunyan", "nestjs-pino": "pino"}

LEVELS = {
    "log", "info", "warn", "warning", "error", "debug", "trace", "fatal", "verbose", "silly", "http", "notice", "crit",
    "critical", "alert", "emerg", "data",
}  # fmt: skip
ERROR_LEVELS = {"error", "warn", "fatal", "crit", "critical", "alert", "emerg"}
# loggers of requests that log the error of those that failed
LOGS_FAILED_REQUESTS = {"pino-http", "express-pino-logger", "nestjs-pino", "express-bunyan-logger"}
CONSOLE = {"log", "info", "warn", "error", "debug", "trace", "dir", "table"}
LOGGER_NAME = re.compile(r"(?:^|[a-z_])(?:[Ll]og(?:ger)?|LOG(?:GER)?|[Ww]inston|[Pp]ino)(?:Service|Instance)?(?:\(\))?$")
DEBUG_GUARD = re.compile(
    r"debug|verbose|trace|(?<!!)\bis_?dev|(?<!!== ['\"])(?<!!= ['\"])\bdev(?:elopment)?\b|__DEV__|!==?\s*['\"]prod", re.I
)
FASTIFY_COMMAND = re.compile(r"\bfastify\s+start\b.*\s(?:-l|--log-level)\b")
