import type { Context } from 'hono';

export const isApi = (context: Context): boolean => /^\/api(?:\/|$)/.test(context.req.path);
