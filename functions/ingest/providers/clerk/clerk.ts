import type { Provider } from '../provider.ts';
import { svix } from '../svix/svix.ts';

/** https://clerk.com/docs/guides/development/webhooks/overview: Clerk posts through Svix. */
export const clerk: Provider = { ...svix, name: 'clerk', type: [['/type']] };
