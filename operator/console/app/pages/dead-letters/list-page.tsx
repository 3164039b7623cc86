import { Button, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useSearchParams } from 'wouter';
import { Answer } from '../../components/answer.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { countOf } from '../../components/numbers.ts';
import { PageTitle } from '../../components/page-title.tsx';
import { countQuery, listQuery } from '../../connection/api.ts';
import { DeadLetterTable } from './dead-letter-table.tsx';
import { DeadLetterTabs } from './dead-letter-tabs.tsx';
import { FilterForm } from './filter-form.tsx';
import { readFilters, toListAsked } from './filters.ts';
import { ListActions } from './list-actions.tsx';

const PAGE_LENGTH = 50;

/** One dead letter after the other, the newest first. Pages and filters are in the address, so that Back goes back. */
export function ListPage() {
  const [query, setQuery] = useSearchParams();
  const filters = readFilters(query);
  const cursor = query.get('cursor') ?? undefined;
  const asked = toListAsked(filters);
  const list = useQuery(listQuery({ ...asked, limit: PAGE_LENGTH, newestFirst: true, ...(cursor && { cursor }) }));
  const [ticked, setTicked] = useState<readonly string[]>([]);
  const goTo = (next: string | undefined) => {
    const moved = new URLSearchParams(query);
    moved.delete('cursor');
    if (next !== undefined) moved.set('cursor', next);
    setTicked([]);
    setQuery(moved);
  };
  return (
    <>
      <PageTitle title="Dead letters" actions={<ListActions filters={filters} ticked={ticked} />}>
        <Counted asked={asked} />
      </PageTitle>
      <DeadLetterTabs here="/dead-letters/list" />
      <Stack gap="md">
        <FilterForm filters={filters} key={query.toString()} />
        <Answer to={list}>
          {({ deadLetters, unreadable, cursor: next }) => (
            <>
              {deadLetters.length === 0 ? (
                <EmptyState title="No dead letter is like that">
                  {next === undefined ? 'Fewer filters find more.' : 'None on this page; there is more behind it.'}
                </EmptyState>
              ) : (
                <DeadLetterTable deadLetters={deadLetters} ticked={ticked} onTick={setTicked} />
              )}
              {unreadable !== undefined && (
                <Text size="sm">{countOf(unreadable, 'more')} cannot be read by this version of the service.</Text>
              )}
              <Group justify="flex-end">
                {cursor !== undefined && (
                  <Button variant="default" onClick={() => goTo(undefined)}>
                    First page
                  </Button>
                )}
                <Button variant="default" disabled={next === undefined} onClick={() => goTo(next)}>
                  Next page
                </Button>
              </Group>
            </>
          )}
        </Answer>
      </Stack>
    </>
  );
}

function Counted({ asked }: { readonly asked: ReturnType<typeof toListAsked> }) {
  const { limit: _, cursor: __, newestFirst: ___, ...counted } = asked;
  const { data } = useQuery(countQuery(counted));
  if (!data) return 'Counting …';
  return `${data.cursor === undefined ? '' : 'More than '}${countOf(data.count, 'dead letter')} ${asked.state ?? 'open'}.`;
}
