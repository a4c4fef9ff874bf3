"""What outputs of other tools say of a package, and whether they still hold: audits, coverage, tests, load tests."""
