"""Which arguments of which library calls are credentials."""

from __future__ import annotations

_PASSWORD = ("0.password", "0.pass", "0.uri", "0.url", "0.connectionString", "0")

# (package, exported name): where in the arguments credentials lie: a position, then keys.
# A part `*` takes every entry, a part `()` what a function returns.
CREDENTIALS: dict[tuple[str, str], tuple[str, ...]] = {
    # signing
    ("jsonwebtoken", "sign"): ("1", "1.key"),
    ("jsonwebtoken", "verify"): ("1",),
    ("jwt-simple", "encode"): ("1",),
    ("jwt-simple", "decode"): ("1",),
    ("@nestjs/jwt", "JwtModule.register"): ("0.secret", "0.privateKey", "0.secretOrPrivateKey"),
    ("@nestjs/jwt", "JwtModule.registerAsync"): ("0.useFactory.secret", "0.useFactory.privateKey"),
    ("@nestjs/jwt", "JwtService"): ("0.secret", "0.privateKey"),
    ("express-jwt", ""): ("0.secret",),
    ("express-jwt", "expressjwt"): ("0.secret",),
    ("passport-jwt", "Strategy"): ("0.secretOrKey",),
    ("@fastify/jwt", ""): ("0.secret", "0.secret.private"),
    ("fast-jwt", "createSigner"): ("0.key",),
    ("fast-jwt", "createVerifier"): ("0.key",),
    ("better-auth", "betterAuth"): ("0.secret",),
    # sessions and cookies
    ("express-session", ""): ("0.secret", "0.secret.*"),
    ("cookie-session", ""): ("0.secret", "0.keys.*"),
    ("cookie-parser", ""): ("0", "0.*"),
    ("@fastify/cookie", ""): ("0.secret", "0.secret.*"),
    ("@fastify/session", ""): ("0.secret", "0.secret.*"),
    ("@fastify/secure-session", ""): ("0.secret", "0.key", "0.*.secret"),
    ("iron-session", "getIronSession"): ("1.password", "2.password"),
    ("express-openid-connect", "auth"): ("0.secret", "0.clientSecret"),
    ("cookie-signature", "sign"): ("1",),
    ("csrf-csrf", "doubleCsrf"): ("0.getSecret.()",),
    # cryptography
    ("crypto", "createHmac"): ("1",),
    ("crypto", "createCipheriv"): ("1",),
    ("crypto", "createDecipheriv"): ("1",),
    ("crypto", "createCipher"): ("1",),
    ("crypto", "createDecipher"): ("1",),
    ("crypto-js", "AES.encrypt"): ("1",),
    ("crypto-js", "AES.decrypt"): ("1",),
    ("crypto-js", "HmacSHA256"): ("1",),
    ("crypto-js", "HmacSHA512"): ("1",),
    # basic authentication
    ("express-basic-auth", ""): ("0.users.*",),
    # connections
    ("mongoose", "connect"): ("0", "1.pass"),
    ("mongoose", "createConnection"): ("0", "1.pass"),
    ("@nestjs/mongoose", "MongooseModule.forRoot"): ("0", "1.pass"),
    ("mongodb", "MongoClient"): ("0", "1.auth.password"),
    ("mongodb", "MongoClient.connect"): ("0",),
    ("pg", "Pool"): _PASSWORD,
    ("pg", "Client"): _PASSWORD,
    ("postgres", ""): ("0", "0.password", "1.password"),
    ("mysql", "createConnection"): _PASSWORD,
    ("mysql", "createPool"): _PASSWORD,
    ("mysql2", "createConnection"): _PASSWORD,
    ("mysql2", "createPool"): _PASSWORD,
    ("mysql2/promise", "createConnection"): _PASSWORD,
    ("mysql2/promise", "createPool"): _PASSWORD,
    ("mariadb", "createPool"): _PASSWORD,
    ("sequelize", "Sequelize"): ("0", "2", "0.password"),
    ("sequelize", ""): ("0", "2", "0.password"),
    ("sequelize-typescript", "Sequelize"): ("0", "2", "0.password"),
    ("typeorm", "DataSource"): ("0.password", "0.url"),
    ("typeorm", "createConnection"): ("0.password", "0.url"),
    ("@nestjs/typeorm", "TypeOrmModule.forRoot"): ("0.password", "0.url"),
    ("@nestjs/typeorm", "TypeOrmModule.forRootAsync"): ("0.useFactory.password", "0.useFactory.url"),
    ("@nestjs/sequelize", "SequelizeModule.forRoot"): ("0.password", "0.uri"),
    ("knex", ""): ("0.connection", "0.connection.password", "0.connection.connectionString"),
    ("knex", "knex"): ("0.connection", "0.connection.password", "0.connection.connectionString"),
    ("ioredis", ""): ("0", "0.password", "1.password", "2.password"),
    ("ioredis", "Redis"): ("0", "0.password", "1.password", "2.password"),
    ("redis", "createClient"): ("0", "0.url", "0.password"),
    ("@fastify/postgres", ""): ("0.connectionString", "0.password"),
    ("@fastify/mysql", ""): ("0.connectionString", "0.password"),
    ("@fastify/mongodb", ""): ("0.url",),
    ("@fastify/redis", ""): ("0.url", "0.password"),
    ("amqplib", "connect"): ("0", "0.password"),
    ("@mikro-orm/core", "MikroORM.init"): ("0.password", "0.clientUrl"),
    ("@mikro-orm/nestjs", "MikroOrmModule.forRoot"): ("0.password", "0.clientUrl"),
    ("@nestjs/bull", "BullModule.forRoot"): ("0.redis.password",),
    ("@nestjs/bullmq", "BullModule.forRoot"): ("0.connection.password",),
    ("pg-boss", ""): _PASSWORD,
    ("@nestjs-modules/mailer", "MailerModule.forRoot"): ("0.transport.auth.pass",),
    ("nodemailer", "createTransport"): ("0", "0.auth.pass"),
}
CREDENTIALS |= {  # Fastify's plugins by the names that they had at first
    (f"fastify-{module.removeprefix('@fastify/')}", name): places
    for (module, name), places in CREDENTIALS.items()
    if module.startswith("@fastify/")
}

# Methods of an injected service: (package, class, method).
SERVICE_CREDENTIALS: dict[tuple[str, str, str], tuple[str, ...]] = {
    ("@nestjs/jwt", "JwtService", method): ("1.secret", "1.privateKey")
    for method in ("sign", "signAsync", "verify", "verifyAsync")
}

# Options that a subclass hands to the class of the library: `super({ secretOrKey })` of a Passport strategy.
SUPER_CREDENTIALS = ("0.secretOrKey",)

CREDENTIAL_PACKAGES = frozenset(package for package, _ in CREDENTIALS) | {"@nestjs/passport"}
# At these places a text is a URL, a host, a path or a database: no credential but for the password in it.
ADDRESSES = frozenset({"0.uri", "0.url", "0.clientUrl", "0.connectionString", "0.connection", "0.connection.connectionString"})
# Of these it is so with the first argument, too.
URL_ONLY = frozenset(key for key, places in CREDENTIALS.items() if "0" in places and key[0] != "cookie-parser")
