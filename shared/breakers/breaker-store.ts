import * as v from 'valibot';
import type { Revision, StoredItem, Table } from '../ports.ts';
import { breakerId, breakerSchema, type Breaker } from './breaker.ts';

export interface StoredBreaker {
  readonly breaker: Breaker;
  readonly revision: Revision;
}

/** The breakers of all destinations, shared by every environment through the markers table. */
export interface BreakerStore {
  get(destination: string): Promise<StoredBreaker | undefined>;
  /** Of these destinations those that have one. */
  getMany(destinations: readonly string[]): Promise<readonly StoredBreaker[]>;
  /** Writes only over the state that the caller has seen. */
  put(breaker: Breaker, expected: Revision | 'absent'): Promise<Revision | 'conflict'>;
  remove(destination: string, expected: Revision): Promise<'removed' | 'conflict'>;
}

export function createBreakerStore(table: Pick<Table, 'get' | 'getMany' | 'put' | 'remove'>): BreakerStore {
  return {
    async get(destination) {
      const stored = await table.get(breakerId(destination));
      return stored && read(stored);
    },
    async getMany(destinations) {
      if (destinations.length === 0) return [];
      const stored = await table.getMany(destinations.map(breakerId));
      return [...stored.values()].map(read);
    },
    put: (breaker, expected) => table.put(breaker, expected),
    remove: (destination, expected) => table.remove(breakerId(destination), expected),
  };
}

const read = ({ item, revision }: StoredItem): StoredBreaker => ({ breaker: v.parse(breakerSchema, item), revision });
