import type { Provider } from '../provider.ts';

/** https://developers.zoom.us/docs/api/webhooks/ */
export const zoom: Provider = {
  name: 'zoom',
  schemes: [
    {
      from: 'header:x-zm-signature',
      prefix: 'v0=',
      algorithm: 'hmac-sha256',
      encoding: 'hex',
      key: 'text',
      signed: 'v0:{timestamp}:{body}',
      timestamp: { from: 'header:x-zm-request-timestamp', unit: 'seconds' },
    },
  ],
  // Zoom documents none; this is what others have.
  toleranceSeconds: 300,
  contentTypes: ['application/json'],
  required: ['/event'],
  // Nothing names an event. Its kind, time and meeting do not, either: when a meeting ends, all its participants leave in one
  // instant. So it is the whole of it, but for the links and the token that are made anew for every attempt.
  identity: {
    kind: 'fields',
    id: [['body:sha256']],
    volatile: [
      '/download_token',
      '/payload/object/recording_files/*/download_url',
      '/payload/object/participant_audio_files/*/download_url',
    ],
  },
  type: [['/event']],
  headers: ['x-zm-request-timestamp', 'x-zm-trackingid'],
  handshakes: [
    {
      // When the URL is entered, and again every 72 hours.
      name: 'endpoint.url_validation',
      method: 'POST',
      signed: true,
      when: { '/event': 'endpoint.url_validation' },
      answer: {
        status: 200,
        json: {
          plainToken: '{/payload/plainToken}',
          encryptedToken: '{hmac-sha256:hex:/payload/plainToken}',
        },
      },
    },
  ],
  // 200 and 204 are what it takes.
  accepted: [{ status: 200 }],
  resends: true,
};
