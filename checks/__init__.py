"""The built-in pack of checks: <section>/<name>.py beside its page <section>/<name>.md."""
