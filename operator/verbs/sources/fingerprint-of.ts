import { hash } from 'node:crypto';

/** Enough to tell the secrets of one source apart, and too little to find one by. */
const FINGERPRINT_CHARACTERS = 8;

/** What a secret is called where its value must not be shown. */
export const fingerprintOf = (value: string): string => hash('sha256', value, 'hex').slice(0, FINGERPRINT_CHARACTERS);

export const FINGERPRINT = /^[0-9a-f]{8}$/;
