import { Box, Button, Group, Stack, Text } from '@mantine/core';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useState } from 'react';
import { useSearchParams } from 'wouter';
import { Answer } from '../../components/answer.tsx';
import { AsOf } from '../../components/as-of.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { countOf } from '../../components/numbers.ts';
import { PageTitle } from '../../components/page-title.tsx';
import { countQuery, listQuery, type Listed } from '../../connection/api.ts';
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
        <Counted asked={asked} list={list} isWhole={cursor === undefined && list.data?.cursor === undefined} />
      </PageTitle>
      <DeadLetterTabs here="/dead-letters/list" isQuarantined={filters.state === 'quarantined'} />
      <Stack gap="md">
        <FilterForm filters={filters} key={query.toString()} />
        <Answer to={list}>
          {({ deadLetters, unreadable, cursor: next }) => (
            <Box aria-busy={list.isPlaceholderData} opacity={list.isPlaceholderData ? 0.5 : 1}>
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
              <Group justify="flex-end" mt="md">
                {cursor !== undefined && (
                  <Button variant="default" onClick={() => goTo(undefined)}>
                    First page
                  </Button>
                )}
                <Button variant="default" disabled={next === undefined} onClick={() => goTo(next)}>
                  Next page
                </Button>
              </Group>
            </Box>
          )}
        </Answer>
      </Stack>
    </>
  );
}

interface CountedProps {
  readonly asked: ReturnType<typeof toListAsked>;
  readonly list: UseQueryResult<Listed>;
  /** The page is all that there is: nobody has to look through everything once more to count it. */
  readonly isWhole: boolean;
}

function Counted({ asked, list, isWhole }: CountedProps) {
  const { limit: _, cursor: __, newestFirst: ___, ...counted } = asked;
  const isListed = list.data !== undefined && !list.isPlaceholderData;
  const count = useQuery({ ...countQuery(counted), enabled: isListed && !isWhole });
  if (!isListed) return list.isError ? 'Not known.' : 'Looking …';
  const known = isWhole ? { count: list.data.deadLetters.length, asOf: list.data.asOf } : count.data;
  if (!known || (!isWhole && count.isPlaceholderData)) return 'Counting …';
  return (
    <>
      {countOf(known.count, 'dead letter')} {asked.state ?? 'open'}.
      <AsOf at={known.asOf} />
    </>
  );
}
