import type { Objects, Table } from '#shared/ports.ts';
import type { Bug } from './bug.ts';
import { isMarker } from './is-marker.ts';
import { withPorts } from './with-ports.ts';

export const unconditionalWrite: Bug = {
  name: 'Entries and markers are written over whatever is there',
  plant: (parts) =>
    withPorts(parts, (ports) => ({
      objects: (bucket) => overwritingObjects(ports.objects(bucket)),
      table: (name) => (name === 'markers' ? overwritingTable(ports.table(name)) : ports.table(name)),
    })),
};

function overwritingObjects(objects: Objects): Objects {
  return {
    ...objects,
    async putIfAbsent(key, bytes, type) {
      await objects.put(key, bytes, type);
      return 'stored';
    },
  };
}

function overwritingTable(table: Table): Table {
  return {
    ...table,
    async put(marker, expected) {
      if (!isMarker(marker.id)) return table.put(marker, expected);
      return table.put(marker, (await table.get(marker.id))?.revision ?? 'absent');
    },
  };
}
