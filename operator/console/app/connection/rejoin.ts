import * as v from 'valibot';
import { challengeSchema, rejoinedSchema, tabKeySchema, textToProve } from '../../protocol/rejoin.ts';
import { send } from './send.ts';
import { keepToken } from './session-token.ts';

const KEY = 'console-tab-key';

/** Asked for once the token has let this tab in: what it comes back with after the server was started again. */
export async function learnKey(signal: AbortSignal): Promise<'known'> {
  const answer = v.safeParse(tabKeySchema, await readJson(await send('/api/tab-key', { signal })));
  if (!answer.success) throw new Error('The console’s server told no key');
  sessionStorage.setItem(KEY, answer.output.key);
  return 'known';
}

let underWay: Promise<'rejoined' | 'stranger'> | undefined;

/** Gets the token of a new start with the key of an earlier one; however many ask, once at a time. */
export function rejoin(): Promise<'rejoined' | 'stranger'> {
  underWay ??= proveKey().finally(() => {
    underWay = undefined;
  });
  return underWay;
}

async function proveKey(): Promise<'rejoined' | 'stranger'> {
  const key = sessionStorage.getItem(KEY);
  if (key === null) return 'stranger';
  const asked = v.safeParse(challengeSchema, await readJson(await send('/api/challenge', {})));
  if (!asked.success) return 'stranger';
  const proof = await sign(key, textToProve(location.port, asked.output.challenge));
  const answer = await send('/api/rejoin', { method: 'POST', body: JSON.stringify({ proof }) });
  const rejoined = v.safeParse(rejoinedSchema, await readJson(answer));
  if (!rejoined.success) return 'stranger';
  keepToken(rejoined.output.token);
  return 'rejoined';
}

async function sign(key: string, text: string): Promise<string> {
  const encoder = new TextEncoder();
  const hmac = { name: 'HMAC', hash: 'SHA-256' };
  const imported = await crypto.subtle.importKey('raw', encoder.encode(key), hmac, false, ['sign']);
  const signature = new Uint8Array(await crypto.subtle.sign('HMAC', imported, encoder.encode(text)));
  return btoa(String.fromCodePoint(...signature))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

/** Whatever is no JSON is refused by the schema of whoever reads it. */
const readJson = (response: Response): Promise<unknown> => response.json().catch(() => undefined);
