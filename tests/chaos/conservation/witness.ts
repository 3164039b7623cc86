import type { Call } from '../proxy/start-fault-proxy.ts';

/** What the functions' own requests tell that no store shows afterwards. */
export interface Witness {
  readonly onCall: (call: Call) => void;
  /** Entry of the ledger → how often it was written. */
  entryWrites(): ReadonlyMap<string, number>;
  /** Events whose marker of forward met a fault: only their posts may be repeated without anything having died. */
  troubledMarkers(): ReadonlySet<string>;
}

const ENTRY = /\/(ledger\/entries\/[^?]+)/;
const MARKER = /forward\/([0-9a-f]+)\//g;

export function createWitness(): Witness {
  const entryWrites = new Map<string, number>();
  const troubled = new Set<string>();
  return {
    onCall({ operation: { service, name }, path, body, fault, status }) {
      const [, entry] = (name === 'S3.PutObject' && ENTRY.exec(path)) || [];
      if (entry !== undefined && status === 200) entryWrites.set(entry, (entryWrites.get(entry) ?? 0) + 1);
      if (service !== 'DynamoDB' || fault === undefined) return;
      for (const [, id = ''] of body.toString('latin1').matchAll(MARKER)) troubled.add(id);
    },
    entryWrites: () => entryWrites,
    troubledMarkers: () => troubled,
  };
}
