import type { Provider } from '../provider.ts';

/** https://core.telegram.org/bots/api#setwebhook */
export const telegram: Provider = {
  name: 'telegram',
  // Nothing is signed: whoever knows the token is taken for Telegram.
  schemes: [
    {
      from: 'header:x-telegram-bot-api-secret-token',
      algorithm: 'token',
      key: 'text',
      signed: '',
    },
  ],
  contentTypes: ['application/json'],
  required: ['/update_id'],
  identity: { kind: 'signed', id: [['/update_id']] },
  // An update has one more field, which is called after what happened: message, callback_query.
  type: [['beside:/update_id']],
  headers: [],
  // In an answer Telegram looks for a call of its API.
  accepted: [{ status: 200, body: 'empty' }],
  resends: true,
};
