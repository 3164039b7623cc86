import type { Context, MiddlewareHandler } from 'hono';
import { isApi } from './is-api.ts';

/**
 * Nothing but the document itself may be asked for from another page. Browsers say where a request comes from; only what is
 * no secret is given to whoever does not say it. https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Sec-Fetch-Site
 */
export const checkOrigin =
  (port: () => number): MiddlewareHandler =>
  async (context, next) => {
    if (isOurs(context, port())) return next();
    return context.json({ error: 'Another page may not ask the console anything.' }, 403);
  };

function isOurs(context: Context, port: number): boolean {
  const origin = context.req.header('origin');
  const site = context.req.header('sec-fetch-site');
  if (origin !== undefined && origin !== `http://${context.req.header('host')}`) return false;
  if (isApi(context)) return site === undefined ? isOwnOrigin(origin, port) : site === 'same-origin';
  if (isDocument(context)) return true;
  return site === undefined || site === 'same-origin';
}

const isOwnOrigin = (origin: string | undefined, port: number) =>
  origin === `http://127.0.0.1:${port}` || origin === `http://localhost:${port}`;

/** A link from anywhere may lead here: the document holds nothing, and without the token in the address it gets nothing. */
const isDocument = (context: Context) =>
  context.req.method === 'GET' && context.req.header('sec-fetch-dest') === 'document';
