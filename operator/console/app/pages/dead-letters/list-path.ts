import type { Filters } from './filters.ts';

/** The list of dead letters, narrowed down: what a link leads to is what the address says. */
export function listPath(filters: Partial<Filters>): string {
  const query = new URLSearchParams(Object.entries(filters).filter(([, value]) => value !== ''));
  return `/dead-letters/list?${query}`;
}

/** Those that were replayed too often: no list of open ones has them. */
export const QUARANTINED_PATH = listPath({ state: 'quarantined' });

export const deadLetterPath = (id: string): string => {
  const [worker = '', ...eventId] = id.split('/');
  return `/dead-letters/${encodeURIComponent(worker)}/${encodeURIComponent(eventId.join('/'))}`;
};
