"""The tests: the contract over all games first, then one file a behaviour."""
