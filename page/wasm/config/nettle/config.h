/* SHA-256 asks for nothing. */
