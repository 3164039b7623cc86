import type { Provider } from '../provider.ts';
import { svix } from '../svix/svix.ts';

/** https://resend.com/docs/webhooks/verify-webhooks-requests: Resend posts through Svix. */
export const resend: Provider = { ...svix, name: 'resend', type: [['/type']] };
