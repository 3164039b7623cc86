import { behindAQueue } from '#shared/aws/client-settings.ts';
import type { Ids, Revision, StoredItem, Table, TableChange } from '#shared/ports.ts';
import { asError } from './aws-error.ts';
import type { CallOut } from './call-out.ts';
import type { Endpoint } from './endpoint.ts';
import type { LaggingTable } from './lagging-table.ts';

export interface TablePortPorts {
  readonly table: LaggingTable;
  readonly endpoint: Endpoint;
  readonly callOut: CallOut;
  readonly ids: Ids;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
const KEYS_PER_CALL_MAX = 100;
/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html */
const CHANGES_PER_CALL_MAX = 100;

export function tablePort({ table, endpoint, callOut, ids }: TablePortPorts): Table {
  const call = <Answer>(operation: string, key: string, effect: () => Answer) =>
    callOut({ endpoint, operation, key, settings: behindAQueue, effect });

  const getSome = (wanted: readonly string[]) =>
    call('BatchGetItem', endpoint.name, () =>
      wanted.flatMap((id): readonly (readonly [string, StoredItem])[] => {
        const found = table.items.get(id);
        return found ? [[id, found]] : [];
      }),
    );

  /** Each with the name that its writer gave it: a repeated call finds its own writes, as the call's token does. */
  const changeSome = async (changes: readonly (readonly [TableChange, Revision])[]) => {
    const effect = () => changes.map(([change, revision]) => changeOne(change, revision));
    return call('TransactWriteItems', endpoint.name, effect).catch((error: unknown) =>
      changes.map(() => asError(error)),
    );
  };
  // One that DynamoDB refuses for itself leaves the others alone, as those are sent again without it.
  const changeOne = (change: TableChange, revision: Revision): Revision | Error => {
    try {
      return table.change(change, revision);
    } catch (error) {
      return asError(error);
    }
  };

  return {
    get: (id) => call('GetItem', id, () => table.items.get(id)),
    async getMany(wanted) {
      const left = [...new Set(wanted)];
      const found = new Map<string, StoredItem>();
      while (left.length > 0) {
        for (const [id, stored] of await getSome(left.splice(0, KEYS_PER_CALL_MAX))) found.set(id, stored);
      }
      return found;
    },
    put(item, expected) {
      // As shared/aws/table.ts: the writer names its write, and knows it again when it is repeated.
      const revision = ids.unique();
      return call('PutItem', item.id, () => table.put(item, expected, revision));
    },
    async changeAll(changes) {
      const left = changes.map((change) => [change, ids.unique()] as const);
      const outcomes: (Revision | Error)[] = [];
      while (left.length > 0) outcomes.push(...(await changeSome(left.splice(0, CHANGES_PER_CALL_MAX))));
      return outcomes;
    },
    remove: (id, expected) => call('DeleteItem', id, () => table.remove(id, expected)),
    query: (query) => call('Query', query.partition, () => table.query(query)),
    count: (query) => call('Query', query.partition, () => table.count(query)),
  };
}
