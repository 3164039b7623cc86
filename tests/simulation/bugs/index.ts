import type { PipelineParts } from '../pipeline/parts.ts';
import { ackBeforeSend } from './ack-before-send.ts';
import type { Bug } from './bug.ts';
import { elementsShareId } from './elements-share-id.ts';
import { emptyListOfFailures } from './empty-list-of-failures.ts';
import { idOfMessage } from './id-of-message.ts';
import { ignoredBatchFailures } from './ignored-batch-failures.ts';
import { markerRemovedByZombie } from './marker-removed-by-zombie.ts';
import { noDeadline } from './no-deadline.ts';
import { removedBeforeSent } from './removed-before-sent.ts';
import { unconditionalWrite } from './unconditional-write.ts';
import { volatilePartInId } from './volatile-part-in-id.ts';

/** Mistakes that the simulator has to find, by the names of their files. */
export const bugs: ReadonlyMap<string, Bug> = new Map(
  Object.entries({
    'ack-before-send': ackBeforeSend,
    'elements-share-id': elementsShareId,
    'empty-list-of-failures': emptyListOfFailures,
    'id-of-message': idOfMessage,
    'ignored-batch-failures': ignoredBatchFailures,
    'marker-removed-by-zombie': markerRemovedByZombie,
    'no-deadline': noDeadline,
    'removed-before-sent': removedBeforeSent,
    'unconditional-write': unconditionalWrite,
    'volatile-part-in-id': volatilePartInId,
  }),
);

/** @param name of a bug; without one nothing is changed */
export function plantBug(parts: PipelineParts, name: string | undefined): PipelineParts {
  if (name === undefined) return parts;
  const bug = bugs.get(name);
  if (!bug) throw new Error(`There is no bug ${name}, only ${[...bugs.keys()].join(', ')}`);
  return bug.plant(parts);
}
