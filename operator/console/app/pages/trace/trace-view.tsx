import { Group, Stack, Text } from '@mantine/core';
import { IconZoomQuestion } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { Trace } from '#shared/messages/trace.ts';
import { Answer } from '../../components/answer.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Gaps } from '../../components/gaps.tsx';
import { IdText } from '../../components/id-text.tsx';
import { traceQuery } from '../../connection/api.ts';
import { Stands } from './stands.tsx';
import { Timeline } from './timeline.tsx';

export function TraceView({ id }: { readonly id: string }) {
  const traced = useQuery(traceQuery(id));
  return (
    <Answer to={traced}>
      {({ trace }) =>
        trace ? (
          <Stack gap="lg">
            <Delivery trace={trace} />
            <Stands stands={trace.stands} events={trace.events} />
            <Timeline trace={trace} />
            <Gaps gaps={trace.gaps} />
          </Stack>
        ) : (
          <EmptyState title="Nothing knows this id" icon={IconZoomQuestion}>
            Searched were the dead letters, the results and the last day of the archive and the logs.
          </EmptyState>
        )
      }
    </Answer>
  );
}

function Delivery({ trace: { delivery } }: { readonly trace: Trace }) {
  return (
    <Group gap="lg">
      <Text size="sm" component="div">
        <Text span c="dimmed" inherit>
          Delivery{' '}
        </Text>
        <IdText id={delivery.id} called="delivery id" />
      </Text>
      {delivery.senderEventId !== undefined && (
        <Text size="sm" component="div">
          <Text span c="dimmed" inherit>
            Sender’s event{' '}
          </Text>
          <IdText id={delivery.senderEventId} called="sender’s event id" form="whole" />
        </Text>
      )}
      {delivery.source !== undefined && (
        <Text size="sm">
          <Text span c="dimmed" inherit>
            Source{' '}
          </Text>
          {delivery.source}
        </Text>
      )}
    </Group>
  );
}
