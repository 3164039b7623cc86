import type { Table } from '#shared/ports.ts';
import type { Bug } from './bug.ts';
import { isMarker } from './is-marker.ts';
import { withPorts } from './with-ports.ts';

export const markerRemovedByZombie: Bug = {
  name: 'A run whose lease has passed removes the marker of its successor',
  plant: (parts) =>
    withPorts(parts, (ports) => ({
      table: (name) => (name === 'markers' ? removingWhateverIsThere(ports.table(name)) : ports.table(name)),
    })),
};

function removingWhateverIsThere(table: Table): Table {
  return {
    ...table,
    async remove(id, expected) {
      if (!isMarker(id)) return table.remove(id, expected);
      return table.remove(id, (await table.get(id))?.revision ?? expected);
    },
  };
}
