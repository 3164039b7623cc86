import { invalidParameter, SqsError } from '../sqs-error.ts';
import type { SqsInput } from '../sqs-input.ts';
import { isRecord, requiredString } from '../sqs-input.ts';

const entriesMax = 10;

export interface BatchEntry {
  readonly id: string;
  readonly entry: SqsInput;
}

/** Reads `Entries` and applies the rules that fail a batch as a whole. */
export function readBatch(input: SqsInput): readonly BatchEntry[] {
  const list: unknown[] = Array.isArray(input['Entries']) ? input['Entries'] : [];
  if (list.length === 0) throw new SqsError('EmptyBatchRequest', 'There should be at least one entry in the request.');
  if (list.length > entriesMax) {
    throw new SqsError(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are ${entriesMax}. You have sent ${list.length}.`,
    );
  }
  const entries = list.map(readEntry);
  const seen = new Set<string>();
  for (const { id } of entries) {
    if (!/^[\w-]{1,80}$/.test(id)) {
      throw new SqsError(
        'InvalidBatchEntryId',
        'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
      );
    }
    if (seen.has(id)) throw new SqsError('BatchEntryIdsNotDistinct', `Id ${id} repeated.`);
    seen.add(id);
  }
  return entries;
}

function readEntry(entry: unknown): BatchEntry {
  if (!isRecord(entry)) throw invalidParameter('Entries', entry, 'Each entry must be an object.');
  return { id: requiredString(entry, 'Id'), entry };
}

interface BatchAnswer {
  readonly Successful: readonly object[];
  readonly Failed: readonly object[];
}

/** Acts on each entry alone: one that is refused is listed under Failed and does not hurt its neighbours. */
export function answerBatch<Entry extends { readonly id: string }>(
  entries: readonly Entry[],
  act: (entry: Entry) => object,
): BatchAnswer {
  const Successful: object[] = [];
  const Failed: object[] = [];
  for (const entry of entries) {
    try {
      Successful.push({ Id: entry.id, ...act(entry) });
    } catch (error) {
      if (!(error instanceof SqsError)) throw error;
      Failed.push({ Id: entry.id, SenderFault: true, Code: error.queryCode, Message: error.message });
    }
  }
  return { Successful, Failed };
}
