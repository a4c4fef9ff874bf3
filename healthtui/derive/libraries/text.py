"""What functions make of the text that they are given: what stays the same text, and what can no longer be chosen freely."""

from __future__ import annotations

import re

from healthtui.derive.libraries.words import names

SAME_TEXT = names(
    "toString trim trimStart trimEnd toLowerCase toUpperCase toLocaleLowerCase toLocaleUpperCase slice substring substr concat"
    " padStart padEnd repeat join split at pop shift reverse filter sort flat values String stringify"
)
REPLACING = names("replace replaceAll")  # the text, with what is put into it
OF_EACH = names("map flatMap")  # what the callback returns for each element
REDUCING = names("reduce reduceRight")  # what the callback returns, beginning with the last argument
ITERATING = names("map flatMap forEach filter find some every each")
NO_TEXT = names(
    "Number parseInt parseFloat Boolean BigInt Date now isNaN toISOString getTime valueOf toFixed getFullYear indexOf"
    " findIndex floor ceil round min max abs random getMonth getDate toDateString randomUUID uuidv4 nanoid ObjectId"
)
PLAIN_TAGS = names("String.raw dedent outdent stripIndent stripIndents oneLine html")  # a template behind them is text as any
CHECKS = names(
    "includes has indexOf hasOwnProperty hasOwn isNaN isInteger isSafeInteger isIn isUUID isInt isNumeric isValid test"
)
NUMERIC_TYPE = re.compile(r"^(?:number|boolean|bigint|Date)\b")
LITERAL_TYPE = re.compile(
    r"^(?:keyof\b|['\"])|\|\s*['\"]|(?:Order|Direction|Sort|Column|Table|Key|Field)\w*$|^[A-Z]\w*(?:Enum|Type)$"
)
REQUEST_PARTS = names("body query params headers cookies param rawBody")
REQUEST_DECORATORS = names(
    "Body Query Param Params Headers Cookies QueryParam QueryParams BodyParam HeaderParam Args"
    " requestBody queryParam requestParam BodyProp FormField Queries Path"
)
OF_THE_SCHEMA = re.compile(  # names that a database's own description gives
    r"^(?:alias|tableName|tablePath|schemaName|databaseName|propertyPath|databasePath|getTableName|quotedName)$|[mM]etadata$"
)
