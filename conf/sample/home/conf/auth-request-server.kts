// The questions that GENESIS_AUTH_REQUEST_SERVER answers. The sample has none.
