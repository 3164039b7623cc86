import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { listenOnLoopback } from '../../../local/listen-on-loopback.ts';
import { plant } from './canary.ts';

const inBase64 = (name: string) => `whsec_${Buffer.from(plant(name).padEnd(32, '.')).toString('base64')}`;

export const SECRETS = {
  github: plant('githubSecret'),
  slack: plant('slackSecret'),
  gitlab: plant('gitlabToken'),
  telegram: plant('telegramToken'),
  cloudevents: plant('cloudeventsToken'),
  asana: plant('asanaSecret'),
  'standard-webhooks': inBase64('standardSecret'),
} as const;

export type PlantedSource = keyof typeof SECRETS;

const AWAITED_MS = 3_600_000;

const sources = () => ({
  ...Object.fromEntries(Object.entries(SECRETS).map(([name, secret]) => [name, { provider: name, secrets: [secret] }])),
  board: {
    provider: 'asana',
    secrets: [],
    awaitsSecretUntil: new Date(Date.now() + AWAITED_MS).toISOString(),
  },
  // Wrong in several ways: what is said about them must not quote them.
  misspelt: { provider: 'github', secrets: [{ value: plant('misspeltValue'), notAftr: plant('misspeltKey') }] },
  unknown: { provider: 'nobodys', secrets: [plant('unknownProvider')] },
  described: { provider: 'custom', secrets: [plant('described')], description: { schemes: plant('description') } },
});

const destinations = (refusingUrl: string) => ({
  refusing: { url: refusingUrl, secrets: [inBase64('destinationSecret')], sources: ['github', 'slack', 'cloudevents'] },
  nowhere: {
    url: `https://${plant('host')}.invalid/${plant('path')}?key=${plant('query')}`,
    secrets: [inBase64('nowhereSecret')],
    sources: ['telegram'],
  },
  named: {
    url: `http://${plant('user')}:${plant('userPassword')}@127.0.0.1:9/${plant('userPath')}`,
    secrets: [inBase64('namedSecret')],
    sources: ['gitlab'],
  },
});

/** A destination that refuses everything, and says secrets of its own with it. */
export async function startRefusingDestination() {
  const server = createServer((request, response) => {
    request.resume();
    const headers = { 'set-cookie': plant('answerCookie'), location: `/${plant('answerLocation')}` };
    response.writeHead(410, plant('answerStatus'), headers).end(plant('answerBody'));
  });
  const port = await listenOnLoopback(server, 0);
  return {
    url: `http://127.0.0.1:${port}/${plant('refusingPath')}?key=${plant('refusingQuery')}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

export function writeConfiguration(serviceDirectory: string, refusingUrl: string): void {
  const write = (name: string, content: object) =>
    writeFileSync(join(serviceDirectory, 'local', `${name}.json`), JSON.stringify(content));
  write('sources', sources());
  write('destinations', destinations(refusingUrl));
}

/** Neither of them is JSON any more, and what a parser would quote of them is a secret. */
export function breakConfiguration(serviceDirectory: string): void {
  for (const name of ['sources', 'destinations']) {
    writeFileSync(join(serviceDirectory, 'local', `${name}.json`), `{"github": ${plant('brokenFile')}`);
  }
}

/** An edit that changes nothing of what is hidden in these tests. */
export const changeRedaction = (serviceDirectory: string): void =>
  writeFileSync(join(serviceDirectory, 'local', 'redaction.json'), '{"sources":{"github":{"fields":["none"]}}}');
