import type { IndexKeys } from '#shared/aws/index-condition.ts';
import { createTable } from '#shared/aws/table.ts';
import { systemIds } from '#shared/lambda/system.ts';
import type { Table } from '#shared/ports.ts';
import type { Endpoints } from '../../local/endpoints.ts';
import { pointAtEmulators } from './point-at-emulators.ts';

/** A table of a running pipeline, by its logical id. */
export function localTable(
  endpoints: Endpoints,
  logicalId: string,
  indexes: Readonly<Record<string, IndexKeys>> = {},
): Table {
  const name = endpoints.tables[logicalId];
  if (name === undefined) throw new Error(`endpoints.json names no ${logicalId}`);
  pointAtEmulators(endpoints);
  return createTable(name, { ids: systemIds, indexes });
}
