import { Alert, Text } from '@mantine/core';
import { IconPlayerPause } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { TextLink } from '../../components/text-link.tsx';
import { workersQuery } from '../../connection/api.ts';

/** Whom somebody keeps from work, the keeper among them, which is no step of the flow. */
export function PausedWorkers() {
  const { data } = useQuery(workersQuery);
  const paused = (data?.workers ?? []).filter(({ feed }) => feed === 'disabled').map(({ name }) => name);
  if (paused.length === 0) return null;
  return (
    <Alert
      variant="outline"
      color="yellow"
      icon={<IconPlayerPause aria-hidden />}
      title={`${words.format(paused)} ${paused.length === 1 ? 'is' : 'are'} paused`}
    >
      <Text size="sm">
        What comes waits in the queue, for 14 days at the most. The page <TextLink to="/workers">Workers</TextLink> has
        the button to go on.
      </Text>
    </Alert>
  );
}

const words = new Intl.ListFormat('en');
