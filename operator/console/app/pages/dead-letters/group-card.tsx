import { Box, Group, Paper, Stack, Text, Title } from '@mantine/core';
import type { Group as GroupOfDeadLetters } from '#shared/messages/inspect-request.ts';
import type { DeadLetterState } from '#shared/messages/dead-letter.ts';
import { describeCount } from '../../components/numbers.ts';
import { StateBadge } from '../../components/state-badge.tsx';
import { TextLink } from '../../components/text-link.tsx';
import { Span } from '../../components/span.tsx';
import { RunButtons } from '../../run-dialog/run-buttons.tsx';
import { listPath } from './list-path.ts';

interface GroupCardProps {
  readonly group: GroupOfDeadLetters;
  readonly state: DeadLetterState;
}

/** One reason: what it is, how many it holds, who is hurt, and what can be done. */
export function GroupCard({ group, state }: GroupCardProps) {
  const { worker, fingerprint, count, firstAt, lastAt, sample, sources, types, impact } = group;
  const reason = sample ? `${sample.name}: ${sample.message}` : `Fingerprint ${fingerprint}`;
  const membersPath = listPath({ from: worker, fingerprint, ...(state !== 'open' && { state }) });
  return (
    <Paper component="article">
      <Group align="flex-start" gap="md">
        <Box w={{ base: '100%', xs: 84 }} ta={{ base: 'left', xs: 'right' }}>
          <Text fz={26} fw={650} lh={1.1}>
            {describeCount(count)}
          </Text>
          <Text size="xs" c="dimmed">
            {worker}
          </Text>
        </Box>
        <Stack gap={6} flex={1} miw={240}>
          <Group gap="xs">
            {sample && <StateBadge state={sample.class} />}
            <Text size="sm" c="dimmed">
              <Span from={firstAt} until={lastAt} />
            </Text>
          </Group>
          <Title order={2} style={{ overflowWrap: 'anywhere' }}>
            <TextLink c="var(--mantine-color-text)" to={membersPath}>
              {reason}
            </TextLink>
          </Title>
          <Text size="sm">
            {describeHurt(sources)} · {describeHurt(types)}
          </Text>
          {impact !== undefined && (
            <Text size="sm" c="dimmed">
              {impact}
            </Text>
          )}
        </Stack>
        {state === 'open' && (
          <RunButtons
            from={worker}
            chosen={{ fingerprints: [fingerprint] }}
            what={`those of ${worker} that failed with “${reason}”`}
          />
        )}
        {/* By its reason a forced run would mean what has its result, too: those that are meant are ticked. */}
        {state === 'quarantined' && (
          <TextLink to={membersPath} fz="sm">
            Choose which to replay by force …
          </TextLink>
        )}
      </Group>
    </Paper>
  );
}

const NAMED_MAX = 3;

/** `stripe 212, shopify 3` */
function describeHurt(counts: Readonly<Record<string, number>>): string {
  const largest = Object.entries(counts).toSorted(([, one], [, other]) => other - one);
  const named = largest.slice(0, NAMED_MAX).map(([name, count]) => `${name} ${describeCount(count)}`);
  const rest = largest.length - named.length;
  return [...named, ...(rest > 0 ? [`${rest} more`] : [])].join(', ');
}
