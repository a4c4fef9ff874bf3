"""What the project's own files say of a package: compiler options, tools, env files."""
