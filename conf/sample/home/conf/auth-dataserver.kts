// The streams of GENESIS_AUTH_DATASERVER. The sample has none.
