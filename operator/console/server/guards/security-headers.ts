import type { MiddlewareHandler } from 'hono';

const HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
} as const;

/** On every answer, refusals among them. The document states a policy of its own, with its nonce. */
export const securityHeaders: MiddlewareHandler = async (context, next) => {
  await next();
  for (const [name, value] of Object.entries(HEADERS)) context.header(name, value);
  if (!context.res.headers.has('content-security-policy')) context.header('content-security-policy', NOTHING);
  if (!context.res.headers.has('cache-control')) context.header('cache-control', 'no-store');
};

const NOTHING = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** Styles that the components add carry the nonce; scripts come from files of ours alone. */
export const documentPolicy = (nonce: string): string =>
  [
    NOTHING,
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "connect-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
  ].join('; ');
