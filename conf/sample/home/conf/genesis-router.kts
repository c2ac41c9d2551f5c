// The routes of GENESIS_ROUTER. The sample has only its front page.
