import { Group, Paper, SimpleGrid, Text } from '@mantine/core';
import type { Trace } from '#shared/messages/trace.ts';
import { StateBadge } from '../../components/state-badge.tsx';
import { TextLink } from '../../components/text-link.tsx';
import { deadLetterPath } from '../dead-letters/list-path.ts';

/** Where each event stands with each worker now. */
export function Stands({ stands, events }: Pick<Trace, 'stands' | 'events'>) {
  if (stands.length === 0) return null;
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="sm">
      {stands.map(({ worker, eventId, state }) => {
        const isRecorded =
          state === 'dead-letter' || state === 'discarded' || state === 'quarantined' || state === 'replayed';
        return (
          <Paper key={`${worker}/${eventId}`} p="sm" component="section" aria-label={`Where ${worker} is with it`}>
            <Group justify="space-between" wrap="nowrap">
              <Text fw={600}>{worker}</Text>
              <StateBadge state={state} />
            </Group>
            <Text size="xs" c="dimmed" truncate>
              {events.find(({ id }) => id === eventId)?.type ?? eventId}
            </Text>
            {isRecorded && (
              <TextLink to={deadLetterPath(`${worker}/${eventId}`)} fz="sm">
                The dead letter
              </TextLink>
            )}
          </Paper>
        );
      })}
    </SimpleGrid>
  );
}
