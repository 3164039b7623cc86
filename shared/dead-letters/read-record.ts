import * as v from 'valibot';
import { describePlaces } from '../messages/describe-places.ts';

/** A record that this code cannot read: of a newer version, or written by something else. */
export interface UnreadableRecord {
  readonly id: string;
  /** Why not: places and no values. */
  readonly unreadable: string;
  /** Code that is deployed elsewhere, or was before, reads it. */
  readonly isNewer: boolean;
}

/** The newest version of records that this code writes; it also reads every older one. */
const VERSION_MAX = 1;

/**
 * One record that cannot be read must not keep others from being listed or replayed, so that it is no error here. valibot's
 * own would carry the whole record, its message too, into whatever prints it.
 */
export function readRecord<Schema extends v.GenericSchema>(
  schema: Schema,
  item: unknown,
): v.InferOutput<Schema> | UnreadableRecord {
  const parsed = v.safeParse(schema, item);
  if (parsed.success) return parsed.output;
  const { id, v: version } = v.parse(identitySchema, item);
  return { id, unreadable: describePlaces(parsed.issues), isNewer: version > VERSION_MAX };
}

export const isUnreadable = (record: object): record is UnreadableRecord => 'unreadable' in record;

/** What is known of whatever lies in the table: its key at least. */
const identitySchema = v.fallback(
  v.object({ id: v.fallback(v.string(), 'without an id'), v: v.fallback(v.number(), 0) }),
  { id: 'without an id', v: 0 },
);
