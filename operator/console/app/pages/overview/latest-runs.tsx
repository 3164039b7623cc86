import { Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Receipt } from '#shared/messages/receipt.ts';
import { describeCount } from '../../components/numbers.ts';
import { StateBadge } from '../../components/state-badge.tsx';
import { TextLink } from '../../components/text-link.tsx';
import { WhenText } from '../../components/when-text.tsx';
import { runsQuery } from '../../connection/api.ts';
import { sentWord } from '../../run-dialog/sent-word.ts';
import { describeRequest } from '../runs/describe-request.ts';
import { describeBeginner, describeWho } from '../runs/describe-who.ts';
import { stateOf } from '../runs/state-of.ts';
import { chooseRuns } from './choose-runs.ts';

const LOOKED_AT = 25;

/** What operators do to the pipeline: all that is not at its end, and what ended last. */
export function LatestRuns() {
  const { data } = useQuery(runsQuery({ limit: LOOKED_AT }));
  const runs = chooseRuns(data?.runs ?? [], new Date());
  if (runs.length === 0) return null;
  return (
    <Paper component="section" aria-label="Latest runs">
      <Group justify="space-between" mb="xs">
        <Title order={2}>Latest runs</Title>
        <Text size="sm">
          <TextLink to="/runs">All runs</TextLink>
        </Text>
      </Group>
      <Stack gap="xs">
        {runs.map((receipt) => (
          <Row key={receipt.run} receipt={receipt} />
        ))}
      </Stack>
    </Paper>
  );
}

function Row({ receipt }: { readonly receipt: Receipt }) {
  const { run, request, succeeded, skipped, failed, unknown = 0, startedAt, aborted } = receipt;
  return (
    <Group gap="xs" role="group" aria-label={describeRequest(request)}>
      <StateBadge state={stateOf(receipt, new Date())} />
      <Text size="sm">
        <TextLink to={`/runs/${run}`}>{describeRequest(request)}</TextLink>
        {': '}
        {describeCount(succeeded)} {sentWord(request.kind)}
        {skipped > 0 && `, ${describeCount(skipped)} skipped`}
        {failed > 0 && `, ${describeCount(failed)} failed`}
        {unknown > 0 && `, ${describeCount(unknown)} begun, not known`}
      </Text>
      <Text size="sm" c="dimmed" flex={1} miw={180} truncate>
        {aborted?.reason ?? request.reason}
      </Text>
      <Text size="sm" c="dimmed">
        {aborted ? describeWho(aborted.who) : describeBeginner(receipt)}, <WhenText at={aborted?.at ?? startedAt} />
      </Text>
    </Group>
  );
}
