"""What renders HTML, what makes text harmless in it, and how a response says that it is none."""

from __future__ import annotations

import re

from healthtui.derive.libraries.words import names

ENGINES = {  # packages that render the templates of an engine
    "ejs": names("ejs eta ejs-mate express-ejs-layouts @ladjs/consolidate consolidate"),
    "handlebars": names("handlebars hbs express-handlebars express-hbs mustache mustache-express @ladjs/consolidate consolidate"),
    "pug": names("pug jade @ladjs/consolidate consolidate"),
    "nunjucks": names("nunjucks twig twing express-nunjucks @ladjs/consolidate consolidate"),
    "jsx": names("react preact @kitajs/html"),
}
VIEWS = names("express @fastify/view point-of-view @nestjs/platform-express")  # any engine, by its name
ESCAPES = names(
    "escape escapeHtml escapeHTML escape_html encode encodeHTML htmlEncode htmlEscape escapeExpression encodeURIComponent"
    " encodeURI sanitize sanitizeHtml sanitizeHTML purify xss filterXSS clean stripTags striptags stringify serialize"
    " createHash digest hash"
)
CLEANERS = names("xss-clean express-xss-sanitizer @jayso/xss-clean perfect-express-sanitizer x-xss-protection-clean")
SENDS = names("send end write")
SETS_TYPE = names("type contentType set header setHeader writeHead headers")
NO_HTML = re.compile(
    r"json|text/plain|^te?xt$|^text$|csv|xml|octet|pdf|image|javascript|event-stream|yaml|zip|twiml|markdown", re.I
)
HTML = re.compile(r"html", re.I)
TAG = re.compile(r"<[a-z!/]", re.I)
DOM_SINKS = (".innerHTML", ".outerHTML", ".srcdoc")
DOM_CALLS = {"insertAdjacentHTML": 1, "bypassSecurityTrustHtml": 0, "bypassSecurityTrustScript": 0}
ECHOES = re.compile(r"challenge|echostr", re.I)  # what the verification of a webhook asks to be sent back
NEST_METHODS = names("Get Post Put Patch Delete All")
AUTOESCAPE = names("autoescape autoEscape")
FETCHERS = re.compile(r"fetch|(?:axios|got|needle|request|superagent|undici)(?:\.(?:get|request|fetch))?")
FETCHED = names("text then data body toString")  # what leads from a fetch to its text
ANY_HOST = re.compile(r"(?:https?:)?(?://)?")  # what may stand before an address that somebody else chooses
