import type { Certificates } from './signature-verdict.ts';

/** Certificates whose code is loaded when the first one is asked for: most senders sign without. */
export const lazyCertificates = (load: () => Promise<Certificates>): Certificates => ({
  find: async (...wanted) => (await load()).find(...wanted),
});
