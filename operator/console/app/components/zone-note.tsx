import { Text } from '@mantine/core';
import { describeZone } from './describe-instant.ts';

/** Once for all times on a page. */
export function ZoneNote() {
  return (
    <Text size="xs" c="dimmed" mt="xl">
      Times are in {describeZone(new Date())}. Rest the pointer on one for its day, its zone, and its UTC, which the
      terminal shows.
    </Text>
  );
}
