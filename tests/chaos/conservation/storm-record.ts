import type { Accepted } from '../storm/send-webhooks.ts';

/** What the program saw from outside: as sender, as destination, on the wire, and as the one who killed. */
export interface StormRecord {
  /** Event id → what was posted, and when it was answered with 2xx. */
  readonly accepted: ReadonlyMap<string, Accepted>;
  /** Currency → the sum of the distinct payments in minor units. */
  readonly paid: Readonly<Record<string, bigint>>;
  /** Event id → of the posts that the destination took: the hash of the body of each. */
  readonly taken: ReadonlyMap<string, readonly string[]>;
  readonly entryWrites: ReadonlyMap<string, number>;
  readonly troubledMarkers: ReadonlySet<string>;
  /** So many posts at most were under way when something died, and had no marker yet. */
  readonly diedUnderWayMax: number;
}
