import * as v from 'valibot';
import { markerSchema } from '#shared/markers/marker.ts';
import { DESTINATIONS_KEY, readDestinations } from '#shared/messages/destination.ts';
import type { TracePoint } from '#shared/messages/trace.ts';
import type { Objects, Table } from '#shared/ports.ts';

export interface MarkerPorts {
  readonly markers: Pick<Table, 'getMany'>;
  readonly config: Pick<Objects, 'get'>;
}

export interface MarkerSearch {
  readonly eventIds: readonly string[];
  /** Runs that may have forced another post: its marker is beside the first one. */
  readonly runs: readonly string[];
}

export interface FoundMarkers {
  readonly points: readonly TracePoint[];
  readonly gaps: readonly string[];
}

/** Whose markers they are: one per event and destination. */
const FORWARD = 'forward';

/** Which destinations took these events, as forward's markers tell: also of an event that is a dead letter for another's sake. */
export async function findMarkers(search: MarkerSearch, { markers, config }: MarkerPorts): Promise<FoundMarkers> {
  const destinations = await destinationNames(config);
  if (destinations === 'unreadable') {
    return { points: [], gaps: ["Forward's markers were not looked at: the destinations object cannot be read."] };
  }
  const asked = search.eventIds.flatMap((eventId) =>
    destinations.flatMap((destination) => {
      const first = `${FORWARD}/${eventId}/${destination}`;
      return [first, ...search.runs.map((run) => `${first}/forced-${run}`)].map((id) => ({ id, eventId, destination }));
    }),
  );
  const stored = await markers.getMany(asked.map(({ id }) => id));
  const points = asked.flatMap(({ id, ...named }) => {
    const marker = v.safeParse(markerSchema, stored.get(id)?.item);
    return marker.success ? [pointOf(named, marker.output)] : [];
  });
  return { points, gaps: [] };
}

/** The secrets beside the names go no further than here. */
async function destinationNames(config: Pick<Objects, 'get'>): Promise<readonly string[] | 'unreadable'> {
  const stored = await config.get(DESTINATIONS_KEY);
  if (stored === 'missing') return [];
  try {
    return Object.keys(readDestinations(stored.bytes.toString('utf8')));
  } catch {
    // Its error could quote what is in it; the gap says enough.
    return 'unreadable';
  }
}

/** As forward keeps it: what the destination answered, and when. */
const receiptSchema = v.object({ status: v.number(), attempt: v.number(), at: v.string() });

function pointOf(
  { eventId, destination }: { readonly eventId: string; readonly destination: string },
  { status, result }: v.InferOutput<typeof markerSchema>,
): TracePoint {
  const named = { stage: FORWARD, eventId, from: 'marker' as const };
  if (status === 'in-progress') return { kind: 'attempt', ...named, detail: `began to post to ${destination}` };
  const receipt = v.safeParse(receiptSchema, result);
  if (!receipt.success) return { kind: 'result', ...named, detail: `posted to ${destination}` };
  const { at, attempt, status: answered } = receipt.output;
  return { kind: 'result', ...named, at, detail: `${destination} answered ${answered} at attempt ${attempt}` };
}
