"""Which packages block, compress, cache, and take or give files."""

from __future__ import annotations

from healthtui.derive.libraries.words import names

# Packages whose functions that end in `Sync` block: files, crypto and child processes.
BLOCKING = names(
    "fs fs-extra graceful-fs child_process crypto bcrypt bcryptjs bcrypt-nodejs bcrypt-ts @node-rs/bcrypt @node-rs/argon2"
    " cross-spawn execa shelljs"
)
# Blocking by another name.
BLOCKING_NAMES = {("shelljs", "exec"), ("cross-spawn", "sync"), ("execa", "sync")}

COMPRESSION = {
    "compression": "compression",
    "@fastify/compress": "@fastify/compress",
    "fastify-compress": "fastify-compress",
    "shrink-ray": "shrink-ray",
    "shrink-ray-current": "shrink-ray-current",
    "http-compression": "http-compression",
    "express-compression": "express-compression",
    "compression-next": "compression-next",
    "koa-compress": "koa-compress",
}

REDIS_CLIENTS = names(
    "redis ioredis @redis/client @fastify/redis fastify-redis @nestjs-modules/ioredis @liaoliaots/nestjs-redis nestjs-redis"
    " @upstash/redis @songkeys/nestjs-redis @keyv/redis async-redis handy-redis valkey iovalkey @valkey/valkey-glide"
)
MEMCACHED_CLIENTS = names("memcached memjs memcache-plus mc")
# Caches that lie in Redis or another shared store by themselves.
SHARED_CACHES = names(
    "cache-manager-redis-store cache-manager-ioredis cache-manager-ioredis-yet cache-manager-redis-yet @keyv/redis @keyv/valkey"
    " @keyv/memcache @tirke/node-cache-manager-ioredis express-redis-cache abstract-cache-redis express-expeditious"
    " expeditious-engine-redis mongoose-redis-cache cachegoose recachegoose speedgoose redis-om"
    " cache-manager-redis-store-v4 node-cache-redis apicache-redis"
)
# Caches that lie in the memory of the process unless they are given a shared store.
MEMORY_CACHES = names(
    "node-cache lru-cache memory-cache quick-lru cache-manager @nestjs/cache-manager apicache apicache-plus memoizee p-memoize"
    " @isaacs/ttlcache toad-cache mnemonist tiny-lru keyv cacheable flat-cache async-cache-dedupe @fastify/caching"
    " fastify-caching abstract-cache micro-memoize fast-memoize cacache route-cache nano-cache lru-cache-for-clusters-as-promised"
    " @type-cacheable/core type-cacheable stale-lru-cache outgoing-cache"
)
REDIS_READS = names("get getex getEx mget mGet hget hGet hgetall hGetAll hmget hmGet json.get smembers sMembers zrange zRange")
REDIS_WRITES = names("set setex setEx psetex pSetEx hset hSet hmset hmSet mset mSet getset getSet json.set sadd sAdd zadd zAdd")

# Uploads that these read are streamed to where the code says, or bounded by default.
STREAMING_UPLOADS = names(
    "formidable busboy connect-busboy @fastify/busboy @fastify/multipart fastify-multipart multiparty graphql-upload"
    " graphql-upload-minimal skipper connect-multiparty express-formidable tus-node-server @tus/server pechkin fastify-multer"
)
MULTER = frozenset({"multer", "@koa/multer", "fastify-multer"})
# Interceptors of Nest over multer, and where each takes its options.
MULTER_INTERCEPTORS = {"FileInterceptor": 1, "FilesInterceptor": 2, "FileFieldsInterceptor": 1, "AnyFilesInterceptor": 0}
# What serves files in pieces: (package, member).
STATIC = {
    ("express", "static"), ("serve-static", ""), ("@nestjs/serve-static", "ServeStaticModule.forRoot"),
    ("@nestjs/serve-static", "ServeStaticModule.forRootAsync"), ("@fastify/static", ""), ("fastify-static", ""), ("send", ""),
    ("serve-index", ""), ("express-static-gzip", ""), ("sirv", ""), ("serve-handler", ""), ("koa-static", ""),
}  # fmt: skip
FILE_MODULES = frozenset({"fs", "fs/promises", "fs-extra", "graceful-fs"})
