import { Alert, Group, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ShownDeadLetter } from '#shared/messages/inspect-request.ts';
import { Answer } from '../../components/answer.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { StateBadge } from '../../components/state-badge.tsx';
import { TextLink } from '../../components/text-link.tsx';
import { showQuery } from '../../connection/api.ts';
import { RunButtons } from '../../run-dialog/run-buttons.tsx';
import { TraceView } from '../trace/trace-view.tsx';
import { BodyView } from './body-view.tsx';
import { Facts } from './facts.tsx';

export function DeadLetterPage({ id }: { readonly id: string }) {
  const shown = useQuery(showQuery({ id }));
  return (
    <Answer to={shown}>
      {({ deadLetters: [deadLetter] }) =>
        deadLetter ? (
          <Shown deadLetter={deadLetter} />
        ) : (
          <>
            <PageTitle title="No such dead letter" />
            <EmptyState title={`Nothing is known of ${id}`}>
              Records are forgotten in the end. <TextLink to="/dead-letters/list">All dead letters</TextLink>
            </EmptyState>
          </>
        )
      }
    </Answer>
  );
}

function Shown({ deadLetter }: { readonly deadLetter: ShownDeadLetter }) {
  const { id, worker, eventId, state, failure, run } = deadLetter;
  return (
    <>
      <PageTitle
        title={`Dead letter of ${worker}`}
        actions={
          <RunButtons from={worker} chosen={{ ids: [eventId] }} what={`this dead letter of ${worker}`} state={state} />
        }
      >
        <Group gap="xs" mt={4}>
          <StateBadge state={state} />
          <StateBadge state={failure.class} />
          {run !== undefined && <TextLink to={`/runs/${run}`}>its run</TextLink>}
        </Group>
      </PageTitle>
      <Stack gap="md">
        <Alert variant="outline" color={state === 'open' ? 'red' : 'gray'} title={failure.name}>
          <Text size="sm" style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
            {failure.message}
          </Text>
        </Alert>
        <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
          <Facts deadLetter={deadLetter} />
          <BodyView id={id} bodyBytes={deadLetter.bodyBytes} />
        </SimpleGrid>
        <Paper component="section" aria-label="Trace">
          <Title order={2} mb="sm">
            Trace
          </Title>
          {/* Its record is found by the event's id, also when neither archive nor log know the delivery. */}
          <TraceView id={worker === 'dispatch' ? (deadLetter.deliveryId ?? eventId) : eventId} />
        </Paper>
      </Stack>
    </>
  );
}
