"""Packages of the NestJS world: guards that authenticate, decorators that open a route, pipes that validate."""

from __future__ import annotations

AUTH_GUARDS = {
    "@nestjs/passport": ("AuthGuard",),
    "nest-keycloak-connect": ("AuthGuard", "ResourceGuard", "RoleGuard"),
    "@thallesp/nestjs-better-auth": ("AuthGuard",),
    "supertokens-nestjs": ("SuperTokensAuthGuard",),
    "@nestjs-cognito/auth": ("AuthenticationGuard", "AuthorizationGuard"),
    "nestjs-session": ("AuthGuard",),
}
PUBLIC_DECORATORS = {
    "nest-keycloak-connect": ("Public", "Unprotected"),
    "@thallesp/nestjs-better-auth": ("Public", "AllowAnonymous"),
    "supertokens-nestjs": ("PublicAccess",),
}
# Pipes that check each value against what its class says.
CLASS_PIPES = {
    "@nestjs/common": {"ValidationPipe": "class-validator"},
    "nestjs-zod": {"ZodValidationPipe": "zod", "createZodValidationPipe": "zod"},
    "@anatine/zod-nestjs": {"ZodValidationPipe": "zod"},
    "nestjs-i18n": {"I18nValidationPipe": "class-validator"},
}
PARSE_PIPES = {
    "ParseIntPipe", "ParseFloatPipe", "ParseBoolPipe", "ParseUUIDPipe", "ParseEnumPipe", "ParseArrayPipe", "ParseDatePipe",
    "ParseObjectIdPipe", "IsObjectIdPipe",
}  # fmt: skip
INPUT_DECORATORS = {
    "@nestjs/common": {
        "Body": "body", "RawBody": "body", "Query": "query", "Param": "params", "Req": "request", "Request": "request",
    },
    "@nestia/core": {
        "TypedBody": "body", "TypedQuery": "query", "TypedParam": "params", "EncryptedBody": "body", "PlainBody": "body",
    },
    "nestjs-form-data": {"FormDataBody": "body"},
}  # fmt: skip
SELF_VALIDATING = {"@nestia/core"}  # their parameter decorators check the type itself
MESSAGE_HANDLERS = {
    "@nestjs/microservices": ("MessagePattern", "EventPattern", "GrpcMethod", "GrpcStreamMethod", "GrpcStreamCall"),
    "@nestjs/websockets": ("SubscribeMessage",),
    "@golevelup/nestjs-rabbitmq": ("RabbitRPC", "RabbitSubscribe", "RabbitHandler"),
}
GATEWAY_PACKAGES = ("@nestjs/websockets",)
