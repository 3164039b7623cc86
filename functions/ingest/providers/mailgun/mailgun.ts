import type { Provider, SignatureScheme } from '../provider.ts';

const scheme = {
  algorithm: 'hmac-sha256',
  encoding: 'hex',
  key: 'text',
} as const satisfies Partial<SignatureScheme>;

/** https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/securing-webhooks */
export const mailgun: Provider = {
  name: 'mailgun',
  schemes: [
    {
      ...scheme,
      from: '/signature/signature',
      signed: '{timestamp}{/signature/token}',
      timestamp: { from: '/signature/timestamp', unit: 'seconds' },
    },
    // Routes and older webhooks post a form with the same three fields.
    {
      ...scheme,
      from: '/signature',
      signed: '{timestamp}{/token}',
      timestamp: { from: '/timestamp', unit: 'seconds' },
    },
  ],
  toleranceSeconds: 300,
  contentTypes: ['application/json', 'application/x-www-form-urlencoded'],
  // An event has some KB, one with all headers of a long thread some 100.
  bytesMax: 2 * 1024 * 1024,
  required: [],
  // The signature covers its own time and token and nothing of the event, so the event joins the id; not so the signature,
  // which a retry may make anew. A form has no id but the token.
  identity: { kind: 'header', id: [['/event-data/id'], ['/token']], volatile: ['/signature'] },
  type: [['/event-data/event'], ['/event']],
  headers: [],
  // Any other status, 202 too, is sent again: https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/webhook-retries
  accepted: [{ status: 200 }],
  resends: true,
};
