"""What hashes passwords, and what a password is called."""

from __future__ import annotations

import re

from healthtui.derive.libraries.words import names

MIN_ROUNDS = 10  # of bcrypt; its default as well
BCRYPT = names("bcrypt bcryptjs bcrypt-ts bcrypt-nodejs @node-rs/bcrypt bcryptjs-react")
STRONG = {  # (package, function): what it is
    ("argon2", "hash"): "argon2", ("@node-rs/argon2", "hash"): "argon2", ("@node-rs/argon2", "hashSync"): "argon2",
    ("hash-wasm", "argon2id"): "argon2", ("hash-wasm", "argon2i"): "argon2", ("argon2-browser", "hash"): "argon2",
    ("@phc/argon2", "hash"): "argon2", ("secure-password", ""): "argon2", ("scrypt-js", "scrypt"): "scrypt",
    ("scrypt-kdf", "kdf"): "scrypt", ("@noble/hashes", "scrypt"): "scrypt", ("better-auth", "betterAuth"): "scrypt (better-auth)",
    ("better-auth", ""): "scrypt (better-auth)",
}  # fmt: skip
STRONG_CLASSES = names("Argon2id Argon2 Scrypt")  # of oslo and its kin
SCRYPT = names("scrypt scryptSync scryptAsync")
PBKDF2 = names("pbkdf2 pbkdf2Sync PBKDF2")
PLUGINS = {"passport-local-mongoose": "PBKDF2 (passport-local-mongoose)"}
FASTIFY_PLUGINS = names("@fastify/bcrypt fastify-bcrypt")
FAST = names("md5 sha1 sha256 sha512 sha224 sha384 MD5 SHA1 SHA256 SHA512 SHA3 js-md5 js-sha256 js-sha1 blueimp-md5 hasha")
FAST_PACKAGES = names("md5 sha1 sha256 js-md5 js-sha1 js-sha256 js-sha512 blueimp-md5 hasha crypto-js hash.js")
CRYPTO = names("crypto crypto-js")
_BY_OTHERS = names(  # they hash, or keep the passwords themselves
    "oslo lucia @adonisjs/hash mongoose-bcrypt sequelize-bcrypt password-hash credential pbkdf2 sodium-native"
    " libsodium-wrappers tweetnacl next-auth @auth/core firebase-admin @supabase/supabase-js auth0 @clerk/express"
    " @clerk/backend amazon-cognito-identity-js @aws-sdk/client-cognito-identity-provider keycloak-connect supertokens-node"
)
_OF_STRONG = {package for package, _ in STRONG}
HASHING_PACKAGES = BCRYPT | CRYPTO | FAST_PACKAGES | FASTIFY_PLUGINS | PLUGINS.keys() | _OF_STRONG | _BY_OTHERS

PASSWORD = re.compile(
    r"(?:^|[._])(?:(?:plain|raw|new|user|clear|hashed|encrypted)_?)?(?:password|passwd|pwd|passphrase)s?(?:Plain)?$", re.I
)
FIELD = re.compile(r"^(?:(?:hashed?|encrypted|user)_?)?(?:password|passwd|pwd)(?:_?(?:hash|digest|encrypted))?$", re.I)
OTHER_SECRET = re.compile(r"token|otp|code|refresh|api_?key|secret|\bpin\b|device|fingerprint", re.I)
SPEAKS_OF_HASHING = re.compile(r"hash|encrypt|crypt|digest|argon|cipher|hmac|pbkdf|setPassword", re.I)

COMPARERS = names("compare compareSync verify verifySync compare_async compareAsync")  # of those packages
COMPARING = names(  # methods that say that they compare a password
    "comparePassword comparePasswords checkPassword verifyPassword validatePassword isPasswordMatch isValidPassword"
    " matchPassword passwordMatches isPasswordValid correctPassword isCorrectPassword checkIfPasswordMatch"
    " signInWithPassword signInWithEmailAndPassword verifyIdToken"
)

SCHEMA_CALLS = names("Schema define init pgTable mysqlTable sqliteTable EntitySchema defineEntity createSchema")
ENTITY_DECORATORS = names("Entity Schema Table Model")
FIELD_DECORATORS = names("Column Prop prop Property")
WRITES_OF_SQL = re.compile(
    r"\b(?:insert\s+into|update|create\s+table)\b.*\b(?:password|passwd|pwd|pass)(?:_?hash)?\b", re.I | re.S
)
# A stored password that is compared as it is: `user.password !== password`.
COMPARED = re.compile(
    r"(?<![\w.])(?P<held>\w+)(?:\[0\])?[!?]?\.(?:password|passwd|pwd)\s*[!=]==?\s*(?P<given>[\w.]+)"
    r"|(?<![\w.])(?P<given2>[\w.]+)\s*[!=]==?\s*(?P<held2>\w+)(?:\[0\])?[!?]?\.(?:password|passwd|pwd)\b"
)
NOT_STORED = re.compile(r"confirm|repeat|retype|again|new|old|match|second|2$", re.I)
