import { Select, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'wouter';
import { deadLetterStateSchema } from '#shared/messages/dead-letter.ts';
import * as v from 'valibot';
import { Answer } from '../../components/answer.tsx';
import { AsOf } from '../../components/as-of.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { countOf } from '../../components/numbers.ts';
import { PageTitle } from '../../components/page-title.tsx';
import { groupsQuery } from '../../connection/api.ts';
import { DeadLetterTabs } from './dead-letter-tabs.tsx';
import { GroupCard } from './group-card.tsx';

/** What failed, by why it failed: a thousand dead letters are seldom a thousand problems. */
export function GroupsPage() {
  const [query, setQuery] = useSearchParams();
  const asked = query.get('state');
  const state = v.is(deadLetterStateSchema, asked) ? asked : 'open';
  const groups = useQuery(groupsQuery({ state }));
  const sum = groups.data?.groups.reduce((total, { count }) => total + count, 0);
  return (
    <>
      <PageTitle
        title="Dead letters"
        actions={
          <Select
            label="State"
            w={150}
            size="xs"
            allowDeselect={false}
            data={deadLetterStateSchema.options}
            value={state}
            onChange={(chosen) => setQuery(chosen === null || chosen === 'open' ? {} : { state: chosen })}
          />
        }
      >
        {sum === undefined || groups.data === undefined || groups.isPlaceholderData ? (
          'Looking …'
        ) : (
          <>
            {countOf(sum, 'dead letter')} {state}, for {countOf(groups.data.groups.length, 'reason')}.
            <AsOf at={groups.data.asOf} />
          </>
        )}
      </PageTitle>
      <DeadLetterTabs here="/dead-letters" isQuarantined={false} />
      <Answer to={groups} loading={<LoadingState rows={4} height={110} />}>
        {({ groups: known }) =>
          known.length === 0 ? (
            <EmptyState title={state === 'open' ? 'Nothing waits for an operator' : `None is ${state}`}>
              What fails for good comes here with its reason.
            </EmptyState>
          ) : (
            <Stack gap="sm">
              {known.map((group) => (
                <GroupCard key={`${group.worker}/${group.fingerprint}`} group={group} state={state} />
              ))}
            </Stack>
          )
        }
      </Answer>
    </>
  );
}
