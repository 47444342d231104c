/** Secrets of the edge in tests. */
export const OPERATOR_TOKEN = 'token-of-the-operators-in-tests';

/** As the edge is given them: the seed of a key, and the SHA-256 of the token above. */
export const TEST_SECRETS = {
  LOG_KEY: 'BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc',
  OPERATOR_TOKEN_SHA256: '08ee60f630b92863b54d02eb35f7f9a65913e390343ce65c655779656ea4536d',
  REQUESTS_KEY: 'first:CAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAg',
  REQUESTS_PEPPER: 'CQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQk',
} as const;
