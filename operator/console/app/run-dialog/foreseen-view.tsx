import { List, Paper, Stack, Text } from '@mantine/core';
import type { Foreseen, ReplayAnswer } from '#shared/messages/replay-request.ts';
import { countOf, describeCount } from '../components/numbers.ts';
import { Reasons } from './reasons.tsx';
import type { RunKind } from './run-target.ts';

const SAMPLES_MAX = 5;

/** What a dry run has found: nothing has been touched. */
export function ForeseenView({ kind, answer }: { readonly kind: RunKind; readonly answer: ReplayAnswer }) {
  const { succeeded, skipped, skippedBecause, failed, failedBecause, sample = [], notThere = [] } = answer;
  const verb = kind === 'replay' ? 'would be sent' : 'would be discarded';
  return (
    <Paper bg="var(--mantine-color-default-hover)" component="section" aria-label="Dry run">
      <Stack gap={6}>
        <Text fw={650} data-testid="foreseen">
          {answer.isPartial || answer.isApproximate ? 'At least ' : ''}
          {countOf(succeeded, 'dead letter')} {verb}.
        </Text>
        {skipped > 0 && (
          <Text size="sm" component="div">
            {describeCount(skipped)} would be skipped
            <Reasons reasons={skippedBecause} />
          </Text>
        )}
        {failed > 0 && (
          <Text size="sm" component="div">
            {describeCount(failed)} would fail
            <Reasons reasons={failedBecause} />
          </Text>
        )}
        {notThere.length > 0 && <Text size="sm">Not there: {notThere.join(', ')}.</Text>}
        {sample.length > 0 && (
          <List size="sm" c="dimmed" spacing={2}>
            {distinctLines(sample).map((line) => (
              <List.Item key={line} style={{ overflowWrap: 'anywhere' }}>
                {line}
              </List.Item>
            ))}
          </List>
        )}
      </Stack>
    </Paper>
  );
}

/** Many dead letters of one reason are one line. */
function distinctLines(sample: readonly Foreseen[]): readonly string[] {
  const lines = sample.map(
    ({ id, source, type, failure }) =>
      [source, type, failure && `${failure.name}: ${failure.message}`].filter(Boolean).join(' · ') || id,
  );
  return [...new Set(lines)].slice(0, SAMPLES_MAX);
}
