import { deadLetterSchema, indexKeys, type DeadLetter } from '#shared/messages/dead-letter.ts';
import type { DrainableQueue, Table, TableItem } from '#shared/ports.ts';
import * as v from 'valibot';
import type { Bug } from './bug.ts';
import { withPorts } from './with-ports.ts';

export const removedBeforeSent: Bug = {
  name: 'A replay takes dead letters away, or closes them, before they are sent',
  plant: (parts) =>
    withPorts(parts, (ports, functionName) =>
      functionName === 'replay'
        ? {
            drainable: (name) => removingAtOnce(ports.drainable(name)),
            table: (name) => (name === 'dead-letters' ? closingAtOnce(ports.table(name)) : ports.table(name)),
          }
        : {},
    ),
};

function removingAtOnce(queue: DrainableQueue): DrainableQueue {
  return {
    ...queue,
    async receive() {
      const received = await queue.receive();
      await queue.remove(received.map(({ receiptHandle }) => receiptHandle));
      return received;
    },
    remove: async (receiptHandles) => receiptHandles.map(() => undefined),
  };
}

function closingAtOnce(table: Table): Table {
  return {
    ...table,
    changeAll: (changes) => table.changeAll(changes.map((change) => ({ ...change, after: closed(change.after) }))),
  };
}

/** A claim as its run would close it once the queue has confirmed. */
function closed(item: TableItem): TableItem {
  const read = v.safeParse(deadLetterSchema, item);
  if (!read.success || read.output.state !== 'replaying') return item;
  const { claimedUntil: _, ...claim } = read.output;
  const record: DeadLetter = { ...claim, state: 'replayed', replays: claim.replays + 1 };
  return { ...record, ...indexKeys(record) };
}
