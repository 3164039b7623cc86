import { Button, Group, Paper, TextInput } from '@mantine/core';
import { IconRoute, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useSearchParams } from 'wouter';
import { EmptyState } from '../../components/empty-state.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { TraceView } from './trace-view.tsx';

export function TracePage() {
  const [query, setQuery] = useSearchParams();
  const id = query.get('id') ?? '';
  const [draft, setDraft] = useState(id);
  return (
    <>
      <PageTitle title="Trace">One webhook from its request to each worker’s end.</PageTitle>
      <Paper
        component="form"
        role="search"
        aria-label="Trace a webhook"
        mb="md"
        onSubmit={(submitted) => {
          submitted.preventDefault();
          setQuery(draft.trim() === '' ? {} : { id: draft.trim() });
        }}
      >
        <Group align="flex-end" gap="sm">
          <TextInput
            flex={1}
            miw={220}
            label="Id"
            description="Of the delivery, of the event, or the sender’s own"
            placeholder="evt_1Q…"
            leftSection={<IconSearch size={16} aria-hidden />}
            value={draft}
            onChange={({ currentTarget }) => setDraft(currentTarget.value)}
          />
          <Button type="submit">Trace</Button>
        </Group>
      </Paper>
      {id === '' ? (
        <EmptyState title="Which webhook?" icon={IconRoute}>
          Senders show their event id where they list their webhooks; ours is in the answer that they got.
        </EmptyState>
      ) : (
        <Paper component="section" aria-label="Trace">
          <TraceView id={id} />
        </Paper>
      )}
    </>
  );
}
