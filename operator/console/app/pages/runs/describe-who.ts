import type { Who } from '#shared/messages/receipt.ts';

/** The last part of the ARN is the name: `user/ada`, `assumed-role/operator/ada`. */
export const describeWho = (who: Who): string =>
  'arn' in who ? who.arn.slice(who.arn.lastIndexOf(':') + 1) : 'unproven';
