import { createHash, timingSafeEqual } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { TOKEN_HEADER } from '../../protocol/refusal.ts';

/** Other programs and other users of this machine reach the port too; only whoever started the console has its token. */
export const checkToken =
  (token: string): MiddlewareHandler =>
  async (context, next) => {
    const given = context.req.header(TOKEN_HEADER);
    if (given === undefined || !timingSafeEqual(digest(given), digest(token))) {
      return context.json(
        { error: 'This page has no valid token.', advice: 'Open the address that `npm run console` printed.' },
        401,
      );
    }
    return next();
  };

/** Of one length whatever was given. */
const digest = (text: string) => createHash('sha256').update(text).digest();
