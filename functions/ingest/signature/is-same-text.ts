import { hash, timingSafeEqual } from 'node:crypto';

/** In constant time, also for texts of different lengths: the time says nothing of how close one was, nor of how long. */
export const isSameText = (one: string, other: string): boolean => timingSafeEqual(hashOf(one), hashOf(other));

const hashOf = (text: string) => hash('sha256', text, 'buffer');
