"""What the tests of a package do: cases, requests, doubles."""
