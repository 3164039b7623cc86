import { countsAt, type Secret } from '#shared/messages/source.ts';

/** Whether a secret counts now, will count later, or has ended. */
export type SecretState = 'now' | 'later' | 'ended';

export function secretState(secret: Secret, now: Date): SecretState {
  if (countsAt(secret, now)) return 'now';
  return secret.notAfter !== undefined && now > new Date(secret.notAfter) ? 'ended' : 'later';
}
