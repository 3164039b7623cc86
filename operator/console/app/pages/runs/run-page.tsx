import { Code, Paper, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Receipt } from '#shared/messages/receipt.ts';
import { Answer } from '../../components/answer.tsx';
import { IdText } from '../../components/id-text.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { WhenText } from '../../components/when-text.tsx';
import { runQuery } from '../../connection/api.ts';
import { RunCounts } from '../../run-dialog/run-counts.tsx';
import { describeRequest } from './describe-request.ts';
import { describeBeginner, describeWho } from './describe-who.ts';
import { OutcomeTable } from './outcome-table.tsx';
import { RunActions } from './run-actions.tsx';
import { foreseenOf } from '../../run-dialog/foreseen-of.ts';
import { SinceText } from './since-text.tsx';
import { stateOf } from './state-of.ts';

export function RunPage({ run }: { readonly run: string }) {
  const [page, setPage] = useState(1);
  const shown = useQuery(runQuery({ run, page }));
  return (
    <Answer to={shown}>
      {({ run: receipt, outcomes }) => (
        <>
          <PageTitle title={describeRequest(receipt.request)} actions={<RunActions receipt={receipt} />}>
            <IdText id={receipt.run} called="run’s name" form="whole" />
          </PageTitle>
          <Stack gap="md">
            <Paper component="section" aria-label="Counts">
              <RunCounts
                kind={receipt.request.kind}
                state={stateOf(receipt, new Date())}
                counts={receipt}
                foreseen={foreseenOf(receipt)}
              />
              <SinceText receipt={receipt} />
            </Paper>
            <Told receipt={receipt} />
            <OutcomeTable outcomes={outcomes ?? []} pages={receipt.pages} page={page} onPage={setPage} />
          </Stack>
        </>
      )}
    </Answer>
  );
}

function Told({ receipt }: { readonly receipt: Receipt }) {
  const { request, who, startedAt, finishedAt, aborted, notThere = [] } = receipt;
  const { kind: _, reason, ...asked } = request;
  return (
    <Paper component="section" aria-label="The receipt">
      <Stack gap="xs">
        <Title order={2}>{reason ?? 'Without a reason'}</Title>
        <Text size="sm">
          {describeBeginner(receipt)}, <WhenText at={startedAt} form="whole" />
          {finishedAt !== undefined && (
            <>
              {' – '}
              <WhenText at={finishedAt} form="whole" />
            </>
          )}
        </Text>
        {'arn' in who && (
          <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {who.arn}
          </Text>
        )}
        {aborted && (
          <Text size="sm">
            Aborted by {describeWho(aborted.who)}, <WhenText at={aborted.at} form="whole" />: {aborted.reason}
          </Text>
        )}
        {notThere.length > 0 && <Text size="sm">Not there: {notThere.join(', ')}</Text>}
        <Title order={3} size="sm">
          Asked
        </Title>
        <Code block>{JSON.stringify(asked, undefined, 2)}</Code>
      </Stack>
    </Paper>
  );
}
