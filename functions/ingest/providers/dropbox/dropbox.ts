import type { Provider } from '../provider.ts';

/** https://www.dropbox.com/developers/reference/webhooks */
export const dropbox: Provider = {
  name: 'dropbox',
  schemes: [
    {
      from: 'header:x-dropbox-signature',
      algorithm: 'hmac-sha256',
      encoding: 'hex',
      key: 'text',
      signed: '{body}',
    },
  ],
  contentTypes: ['application/json'],
  required: [],
  // It only says whose files to look at again, in the same bytes every time: what looks like a repetition is news.
  identity: { kind: 'none' },
  type: [['named:/list_folder']],
  // `delta` lists the same accounts once more, under the ids of an older API.
  events: [{ at: '/list_folder/accounts/*', id: 'none', type: [['named:root:/list_folder']] }],
  orSingle: true,
  headers: [],
  handshakes: [
    {
      name: 'challenge',
      method: 'GET',
      signed: false,
      when: { 'query:challenge': { is: 'present' } },
      answer: { status: 200, text: '{query:challenge}' },
    },
  ],
  accepted: [{ status: 200 }],
  resends: true,
};
