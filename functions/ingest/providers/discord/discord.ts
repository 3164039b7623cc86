import type { Provider } from '../provider.ts';

const json = (text: string) => ({ contentType: 'application/json', text });

/** https://docs.discord.com/developers/interactions/overview and https://docs.discord.com/developers/events/webhook-events */
export const discord: Provider = {
  name: 'discord',
  schemes: [
    {
      from: 'header:x-signature-ed25519',
      algorithm: 'ed25519',
      encoding: 'hex',
      key: 'hex',
      signed: '{timestamp}{body}',
      timestamp: { from: 'header:x-signature-timestamp', unit: 'seconds' },
    },
  ],
  // Neither Discord nor its library limits the age: it is not checked, unless the source sets a tolerance.
  contentTypes: ['application/json'],
  required: [],
  // Interactions have an id. Webhook events have none; their time and what happened are in the signed bytes.
  identity: { kind: 'signed', id: [['/id'], ['body:sha256']] },
  // An interaction's type is a number: 2 is a command, 3 a component, 4 an autocompletion, 5 a form.
  type: [['/event/type'], ['/type']],
  headers: [],
  handshakes: [
    {
      name: 'interactions PING',
      method: 'POST',
      signed: true,
      // A webhook event has the type 1 as well, and no id.
      when: { '/type': '1', '/id': { is: 'present' } },
      answer: { status: 200, json: { type: 1 } },
    },
    {
      name: 'webhook events PING',
      method: 'POST',
      signed: true,
      when: { '/type': '0' },
      answer: { status: 204, headers: { 'content-type': 'application/json' } },
    },
  ],
  accepted: [
    { when: { '/event/type': { is: 'present' } }, status: 204, body: 'empty' },
    // A user waits for an interaction. A worker answers it later through the API; until then Discord shows that it is thought
    // about: https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object
    { when: { '/type': { oneOf: ['2', '5'] } }, status: 200, body: json('{"type":5}') },
    { when: { '/type': '3' }, status: 200, body: json('{"type":6}') },
    { when: { '/type': '4' }, status: 200, body: json('{"type":8,"data":{"choices":[]}}') },
  ],
  // Webhook events come again for ten minutes; interactions do not.
  resends: false,
};
