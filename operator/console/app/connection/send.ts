import { noteConnection } from './connection.ts';
import { Refused } from './refused.ts';
import { sessionToken } from './session-token.ts';
import { TOKEN_HEADER } from '../../protocol/refusal.ts';

export type Request = Omit<RequestInit, 'headers'> & { readonly headers?: Readonly<Record<string, string>> };

/** One request with the token of this tab. @throws {Refused} where nobody answers */
export function send(url: string, { headers, ...init }: Request): Promise<Response> {
  return fetch(url, { ...init, headers: { ...headers, [TOKEN_HEADER]: sessionToken() } }).catch((error: unknown) => {
    if (!init.signal?.aborted) noteConnection('console-away');
    throw new Refused('The console’s server does not answer.', { cause: error });
  });
}
