"""Error trackers, metrics and tracing: the packages, and the members whose call sets them at work."""

from __future__ import annotations

import re

from healthtui.derive.http.paths import UNKNOWN_PART

# package → (what it is called, the members whose call or `new` sets it at work; "" is the package itself)
_SENTRY = ("init", "SentryModule.forRoot", "SentryModule.forRootAsync")
_OTEL = (
    "NodeSDK", "NodeTracerProvider", "BasicTracerProvider", "MeterProvider", "registerInstrumentations", "start",
    "useAzureMonitor", "HoneycombSDK", "FastifyOtelInstrumentation", "OpenTelemetryModule.forRoot",
    "OpenTelemetryModule.forRootAsync",
)  # fmt: skip
_PROMETHEUS = (
    "", "collectDefaultMetrics", "Counter", "Histogram", "Gauge", "Summary", "Registry", "register.metrics",
    "PrometheusModule.register", "PrometheusModule.registerAsync",
)  # fmt: skip
MONITORS: dict[str, tuple[str, tuple[str, ...]]] = {
    **dict.fromkeys(
        ("@sentry/node", "@sentry/nestjs", "@sentry/node-core", "@sentry/bun", "@ntegral/nestjs-sentry", "nestjs-sentry"),
        ("Sentry", _SENTRY),
    ),
    **dict.fromkeys(("fastify-sentry", "@immobiliarelabs/fastify-sentry", "winston-transport-sentry-node"),
        ("Sentry", ("",)),
    ),
    **dict.fromkeys(
        (
            "@opentelemetry/sdk-node", "@opentelemetry/sdk-trace-node", "@opentelemetry/sdk-trace-base",
            "@opentelemetry/sdk-metrics", "@opentelemetry/instrumentation", "@opentelemetry/node", "@azure/monitor-opentelemetry",
            "@honeycombio/opentelemetry-node",
            "@splunk/otel", "@fastify/otel", "nestjs-otel", "@autotelic/fastify-opentelemetry", "@vercel/otel",
        ),
        ("OpenTelemetry", (*_OTEL, "")),
    ),
    **dict.fromkeys(
        ("prom-client", "express-prom-bundle", "fastify-metrics", "@willsoto/nestjs-prometheus", "express-prometheus-middleware"),
        ("prom-client", _PROMETHEUS),
    ),
    **dict.fromkeys(("@promster/express", "@promster/fastify"), ("prom-client", ("createMiddleware", "plugin"))),
    "dd-trace": ("Datadog", ("init", "tracer.init")),
    "hot-shots": ("Datadog", ("", "StatsD")),
    "node-statsd": ("StatsD", ("", "StatsD")),
    "newrelic": ("New Relic", ("", "instrumentLoadedModule")),
    "elastic-apm-node": ("Elastic APM", ("start",)),
    "applicationinsights": ("Application Insights", ("setup", "TelemetryClient")),
    "aws-xray-sdk": ("AWS X-Ray", ("express.openSegment", "captureHTTPsGlobal", "captureAWS")),
    "aws-xray-sdk-core": ("AWS X-Ray", ("captureHTTPsGlobal", "captureAWS")),
    "@google-cloud/error-reporting": ("Google Error Reporting", ("ErrorReporting",)),
    "@google-cloud/trace-agent": ("Google Cloud Trace", ("start",)),
    "@bugsnag/js": ("Bugsnag", ("start",)),
    "@bugsnag/node": ("Bugsnag", ("start",)),
    "rollbar": ("Rollbar", ("",)),
    "@airbrake/node": ("Airbrake", ("Notifier",)),
    "@honeybadger-io/js": ("Honeybadger", ("configure",)),
    "raygun": ("Raygun", ("Client",)),
    "@appsignal/nodejs": ("AppSignal", ("Appsignal",)),
    "@highlight-run/node": ("Highlight", ("H.init",)),
    "@highlight-run/nest": ("Highlight", ("HighlightModule",)),
    "@instana/collector": ("Instana", ("",)),
    "@pm2/io": ("PM2", ("init", "metric", "counter", "histogram")),
    "swagger-stats": ("swagger-stats", ("getMiddleware", "getFastifyPlugin")),
    "express-status-monitor": ("express-status-monitor", ("",)),
}  # fmt: skip
# modules that set themselves at work when they are loaded
PRELOADS = {
    "newrelic": "New Relic",
    "dd-trace/init": "Datadog",
    "dd-trace/initialize.mjs": "Datadog",
    "elastic-apm-node/start": "Elastic APM",
    "elastic-apm-node/start-next": "Elastic APM",
    "@opentelemetry/auto-instrumentations-node/register": "OpenTelemetry",
    "@sentry/node/init": "Sentry",
    "@splunk/otel/instrument": "OpenTelemetry",
}
PRELOAD_FLAG = re.compile(r"(?:-r|--require|--import|--loader)[ =]+['\"]?([@\w./-]+)")

# plugins that add a health endpoint by themselves, or make one: package → the members whose call does
HEALTH_PLUGINS = {
    "@godaddy/terminus": ("createTerminus",),
    "fastify-healthcheck": ("",),
    "fastify-custom-healthcheck": ("",),
    "express-healthcheck": ("",),
    "express-actuator": ("",),
    "lightship": ("createLightship",),
    "@cloudnative/health-connect": ("HealthEndpoint", "ReadinessEndpoint", "LivenessEndpoint"),
}
STATUS_ROUTE_PLUGINS = {"@fastify/under-pressure", "under-pressure"}  # where `exposeStatusRoute` asks for it

_HEALTH = re.compile(
    r"^(?:_?health(?:z|[-_]?checks?)?|healthiness|livez?|liveness|alive|readyz?|readiness|ping|status|heartbeat)$", re.I
)
_BEFORE = re.compile(
    r"^(?:api|v\d[\d.]*|_+|internal|system|server|service|app|public|admin|monitor(?:ing)?|probes?|actuator|core|ops|healths?)$",
    re.I,
)
_SURE = re.compile(r"^_?health(?:z|[-_]?checks?)?$", re.I)


def is_health_path(path: str) -> bool:
    """`/health`, `/api/v1/health/db`, `/status`; not `/orders/:id/status`, which is the status of an order."""
    parts = [part for part in path.split("/") if part]
    if any(part.startswith((":", "{", "*")) and part != UNKNOWN_PART for part in parts) or not parts:
        return False
    if any(_SURE.match(part) for part in parts[-2:]):
        return True
    return bool(_HEALTH.match(parts[-1])) and all(
        part == UNKNOWN_PART or _BEFORE.match(part) or _HEALTH.match(part) for part in parts[:-1]
    )
