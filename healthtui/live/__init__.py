"""The whole way, from a folder to a scorecard: once (`scan`), or for as long as it is watched (`session`)."""
