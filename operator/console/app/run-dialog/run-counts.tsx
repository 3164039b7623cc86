import { Group, Progress, Stack, Text, VisuallyHidden } from '@mantine/core';
import type { RunCounts as Counts } from '#shared/messages/replay-request.ts';
import { describeCount } from '../components/numbers.ts';
import { StateBadge } from '../components/state-badge.tsx';
import { Reasons } from './reasons.tsx';

interface RunCountsProps {
  readonly state: string;
  readonly counts: Counts | undefined;
}

/** A run in numbers, and as the part of it that is done. */
export function RunCounts({ state, counts }: RunCountsProps) {
  const { matched = 0, succeeded = 0, skipped = 0, failed = 0, skippedBecause, failedBecause } = counts ?? {};
  const isWorking = state === 'running';
  const percent = (count: number) => (matched === 0 ? 0 : (count / matched) * 100);
  return (
    <Stack gap="xs">
      <Group gap="sm">
        <StateBadge state={state} />
        <Text size="sm" role="status">
          {describeCount(succeeded)} done, {describeCount(skipped)} skipped, {describeCount(failed)} failed, of{' '}
          {describeCount(matched)}
        </Text>
      </Group>
      <Progress.Root size="lg" aria-hidden>
        <Progress.Section
          value={isWorking && matched === 0 ? 100 : percent(succeeded)}
          color="teal.7"
          striped={isWorking}
          animated={isWorking}
        />
        <Progress.Section value={percent(skipped)} color="gray.5" />
        <Progress.Section value={percent(failed)} color="red.7" />
      </Progress.Root>
      <VisuallyHidden>{isWorking ? 'At work' : 'Not at work'}</VisuallyHidden>
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
    </Stack>
  );
}
