import { Alert, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconInfoCircle, type Icon } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { Status } from '../../../protocol/status.ts';
import { TextLink } from '../../components/text-link.tsx';
import { useNow } from '../../components/use-now.ts';
import { oldestQuery, quarantinedQuery, workersQuery } from '../../connection/api.ts';
import { describeImpact, type Impact, type ImpactSentence } from './describe-impact.ts';

const LOOKS: Readonly<Record<Impact['tone'], { readonly icon: Icon; readonly color: string }>> = {
  well: { icon: IconCircleCheck, color: 'teal' },
  unsure: { icon: IconInfoCircle, color: 'gray' },
  wrong: { icon: IconAlertTriangle, color: 'red' },
};

/** On top of everything: what is wrong, or that nothing is. */
export function ImpactView({ status }: { readonly status: Status }) {
  const { data: workers } = useQuery(workersQuery);
  const { data: quarantined } = useQuery(quarantinedQuery);
  const isWaiting = status.steps.some(({ deadLetters }) => (deadLetters?.open ?? 0) > 0);
  const { data: oldest } = useQuery({ ...oldestQuery, enabled: isWaiting });
  const { tone, sentences } = describeImpact({
    status,
    workers: workers?.workers,
    oldestFailedAt: oldest?.deadLetters[0]?.failure.lastAt,
    quarantined: quarantined?.count,
    now: useNow(),
  });
  const { icon: Icon, color } = LOOKS[tone];
  return (
    <Alert variant="outline" color={color} icon={<Icon aria-hidden />} role="region" aria-label="How it stands">
      <Stack gap={4}>
        {sentences.map((sentence) => (
          <Sentence key={sentence.text} sentence={sentence} isAlone={sentences.length === 1} />
        ))}
      </Stack>
    </Alert>
  );
}

interface SentenceProps {
  readonly sentence: ImpactSentence;
  readonly isAlone: boolean;
}

function Sentence({ sentence: { text, to }, isAlone }: SentenceProps) {
  return (
    <Text size="sm" {...(isAlone && { fw: 600 })}>
      {text}{' '}
      {to && (
        <TextLink to={to.path} underline="always">
          {to.name}
        </TextLink>
      )}
    </Text>
  );
}
