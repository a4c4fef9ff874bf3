"""Schema libraries: what of them leaves a value no free text."""

from __future__ import annotations

from healthtui.derive.libraries.words import names

LISTED = names(  # the value is one of a list, or no text at all
    "enum nativeEnum literal valid oneOf equal picklist enums keyof number boolean bool int int32 integer bigint date uuid guid"
    " Enum Literal Number Integer Boolean"
)
DECIDED_BY_CODE = names(
    "regex pattern matches match refine superRefine transform custom test pipe preprocess external alphanum token or and union"
    " alternatives Union"
)
UNIONS = names("union Union alternatives try")
FREE_TEXT = names("string any unknown")
OBJECTS = names("object strictObject looseObject keys shape extend append Object interface")
PARSING = names("parse parseAsync safeParse safeParseAsync validate validateAsync validateSync cast attempt assert check")
PARSED_PARTS = names("data value output")  # where some of them put what they have parsed

# Of class-validator.
LISTING_DECORATORS = names(
    "IsIn IsEnum IsNumber IsInt IsBoolean IsUUID IsDate IsDateString IsISO8601 IsNumberString IsMongoId Equals IsPositive IsISBN"
)
CODE_DECORATORS = names("Matches Validate ValidateBy IsAlpha IsAlphanumeric Transform IsHexadecimal Contains")

# The keys of a JSON schema.
JSON_LISTED = names("enum const")
JSON_UNCLEAR = names("pattern format $ref anyOf oneOf allOf not if")
JSON_NUMBERS = names("number integer boolean null")
PARTS = {"query": ("query", "querystring"), "params": ("params",), "body": ("body",), "headers": ("headers",)}
