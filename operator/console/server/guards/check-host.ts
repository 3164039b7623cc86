import type { MiddlewareHandler } from 'hono';

/**
 * A page elsewhere can give its own name our address (DNS rebinding), and the browser then takes us for that page's
 * server; but it says that name as Host.
 */
export const checkHost =
  (port: () => number): MiddlewareHandler =>
  async (context, next) => {
    const host = context.req.header('host');
    if (host !== `127.0.0.1:${port()}` && host !== `localhost:${port()}`) {
      return context.json({ error: 'This console answers to 127.0.0.1 and localhost only.' }, 403);
    }
    return next();
  };
