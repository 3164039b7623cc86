import type { Receipt, Who } from '#shared/messages/receipt.ts';

/** The last part of the ARN is the name: `user/ada`, `assumed-role/operator/ada`. */
export const describeWho = (who: Who): string =>
  'arn' in who ? who.arn.slice(who.arn.lastIndexOf(':') + 1) : 'unproven';

/** Who began it; the probe is nobody who could prove anything, and need not. */
export const describeBeginner = ({ request, who }: Pick<Receipt, 'request' | 'who'>): string =>
  request.kind === 'probe' ? 'the probe' : describeWho(who);
