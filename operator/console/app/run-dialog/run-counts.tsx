import { Group, Progress, Stack, Text } from '@mantine/core';
import type { RunCounts as Counts, RunRequest } from '#shared/messages/replay-request.ts';
import { describeCount } from '../components/numbers.ts';
import { StateBadge } from '../components/state-badge.tsx';
import { describeReach, type Reach } from './describe-reach.ts';
import { Reasons } from './reasons.tsx';
import { sentWord } from './sent-word.ts';

interface RunCountsProps {
  readonly kind: RunRequest['kind'] | undefined;
  readonly state: string;
  readonly counts: Counts | undefined;
  /** How many the dry run met, where it met all of them. */
  readonly foreseen?: number | undefined;
}

const NONE: Counts = { matched: 0, succeeded: 0, skipped: 0, failed: 0 };

/** A run in numbers, and as the part of it that was reached. */
export function RunCounts({ kind, state, counts = NONE, foreseen }: RunCountsProps) {
  const { succeeded, skipped, failed, unknown = 0, skippedBecause, failedBecause, unknownBecause } = counts;
  const reach = describeReach(state, counts, foreseen);
  return (
    <Stack gap="xs">
      <Group gap="sm">
        <StateBadge state={state} />
        <Text size="sm" role="status">
          {describeCount(succeeded)} {sentWord(kind)}, {describeCount(skipped)} skipped, {describeCount(failed)} failed
          {unknown > 0 && `, ${describeCount(unknown)} begun, not known`}
          {reach.total !== undefined && `, of ${describeCount(reach.total)}`}
        </Text>
      </Group>
      <Bar isWorking={state === 'running'} counts={counts} total={reach.total} />
      {state !== 'running' && state !== 'finished' && <NotReached notReached={reach.notReached} />}
      {skipped > 0 && (
        <Text size="sm" component="div">
          Skipped
          <Reasons reasons={skippedBecause} />
        </Text>
      )}
      {failed > 0 && (
        <Text size="sm" component="div">
          Failed
          <Reasons reasons={failedBecause} />
        </Text>
      )}
      {unknown > 0 && (
        <Text size="sm" component="div">
          Begun, not known
          <Reasons reasons={unknownBecause} />
        </Text>
      )}
    </Stack>
  );
}

interface BarProps {
  readonly isWorking: boolean;
  readonly counts: Counts;
  readonly total: number | undefined;
}

/** Only as full as the run has come: where nobody knows of how many, it moves while the run works, and is left out then. */
function Bar({ isWorking, counts, total }: BarProps) {
  const { succeeded, skipped, failed, unknown = 0 } = counts;
  if (total === undefined && !isWorking) return null;
  const percent = (count: number) => (total === undefined || total === 0 ? 0 : (count / total) * 100);
  return (
    <Progress.Root size="lg" aria-hidden>
      <Progress.Section
        value={total === undefined ? 100 : percent(succeeded)}
        color="teal.7"
        striped={isWorking}
        animated={isWorking}
      />
      <Progress.Section value={percent(skipped)} color="gray.5" />
      <Progress.Section value={percent(failed)} color="red.7" />
      <Progress.Section value={percent(unknown)} color="orange.6" />
    </Progress.Root>
  );
}

function NotReached({ notReached }: Pick<Reach, 'notReached'>) {
  return (
    <Text size="sm">
      {notReached === undefined
        ? 'Not all were reached; the receipt does not say how many there are.'
        : `${describeCount(notReached)} not reached: they are as they were.`}
    </Text>
  );
}
