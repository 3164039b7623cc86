import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { signWebhook } from '../../functions/ingest/signature/sign-webhook.ts';
import { allProviders } from './all-providers.ts';

export interface PostedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly text: string;
  readonly deliveryId: string | undefined;
}

/** What a sender puts on the wire. */
export interface Webhook {
  readonly source: string;
  readonly method?: string;
  /** A list is sent as that many headers of one name. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Buffer;
}

const sources = JSON.parse(readFileSync('local/sources.json', 'utf8')) as Record<
  string,
  { readonly provider: string; readonly secrets: readonly string[] }
>;

/** The headers and bytes of a webhook, signed now with the development secret of this source. */
export function signed(source: string, headers: Readonly<Record<string, string>>, body: Buffer | string): Webhook {
  const bytes = Buffer.from(body);
  const entry = sources[source];
  const provider = allProviders.find(({ name }) => name === entry?.provider);
  const secret = entry?.secrets[0];
  if (!provider || secret === undefined) throw new Error(`local/sources.json has no source ${source}`);
  const unsigned = { headers: { 'content-type': 'application/json', ...headers }, body: bytes };
  return { source, ...signWebhook(provider, secret, unsigned, new Date()) };
}

/** A GitHub push that exists once. */
export function githubPush(
  body: Buffer | string = JSON.stringify({ ref: 'refs/heads/main', id: crypto.randomUUID() }),
) {
  return signed('github', { 'x-github-event': 'push', 'x-github-delivery': crypto.randomUUID() }, body);
}

/** Posts exactly these bytes and headers; node:http, because fetch would add and refuse headers of its own. */
export function post(webhooks: string, webhook: Webhook): Promise<PostedAnswer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      `${webhooks}/webhooks/${webhook.source}`,
      {
        method: webhook.method ?? 'POST',
        headers: { 'content-length': String(webhook.body.length), ...webhook.headers },
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.once('error', reject).once('end', () => {
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text,
            deliveryId: deliveryIdIn(text),
          });
        });
      },
    );
    outgoing.once('error', reject);
    outgoing.end(webhook.body);
  });
}

function deliveryIdIn(text: string): string | undefined {
  return /"deliveryId":"([0-9a-f]+)"/.exec(text)?.[1];
}
