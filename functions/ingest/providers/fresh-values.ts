import { randomBytes, randomUUID } from 'node:crypto';

/** What a sender would make up for one webhook. */
export interface FreshValues {
  readonly now: Date;
  readonly uuid: string;
  /** 24 letters and digits. */
  readonly id: string;
}

export function freshValues(now: Date): FreshValues {
  return { now, uuid: randomUUID(), id: randomBytes(12).toString('hex') };
}
