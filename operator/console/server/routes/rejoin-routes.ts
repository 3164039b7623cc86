import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { Hono } from 'hono';
import { rejoinRequestSchema, textToProve } from '../../protocol/rejoin.ts';
import type { ConsolePorts } from '../console-ports.ts';
import { readJson } from '../read-json.ts';

const CHALLENGE_BYTES = 24;

/**
 * How a tab of an earlier start gets the token of this one, without telling its key to whoever listens on the port: one
 * challenge for each start is enough, because a proof that somebody else was given is one of no start.
 */
export function rejoinRoutes({ tabKey, token, port }: Pick<ConsolePorts, 'tabKey' | 'token' | 'port'>): Hono {
  const challenge = randomBytes(CHALLENGE_BYTES).toString('base64url');
  return new Hono()
    .get('/challenge', (context) => context.json({ challenge }))
    .post('/rejoin', async (context) => {
      const { proof } = await readJson(context, rejoinRequestSchema);
      const expected = createHmac('sha256', tabKey().key)
        .update(textToProve(String(port()), challenge))
        .digest();
      const given = Buffer.from(proof, 'base64url');
      if (given.length === expected.length && timingSafeEqual(given, expected)) return context.json({ token });
      return context.json({ error: 'This tab does not belong to the last start.' }, 401);
    });
}

/** For whoever has the token: what to come back with. */
export function tabKeyRoute({ tabKey }: Pick<ConsolePorts, 'tabKey'>): Hono {
  return new Hono()
    .use(async (_, next) => {
      tabKey().use();
      return next();
    })
    .get('/tab-key', (context) => context.json({ key: tabKey().key }));
}
