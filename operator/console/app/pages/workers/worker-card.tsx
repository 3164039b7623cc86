import { Button, Group, Modal, Paper, Stack, Text, Title } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { WorkerFeed } from '../../../protocol/status.ts';
import { ErrorState } from '../../components/error-state.tsx';
import { countOf, describeCount } from '../../components/numbers.ts';
import { StateBadge } from '../../components/state-badge.tsx';
import { goOn, pause } from '../../connection/api.ts';

export function WorkerCard({ worker: { name, feed, depth, impact } }: { readonly worker: WorkerFeed }) {
  const [isAsked, setAsked] = useState(false);
  const queryClient = useQueryClient();
  const refresh = () =>
    Promise.all([['workers'], ['status']].map((queryKey) => queryClient.invalidateQueries({ queryKey })));
  const paused = useMutation({
    mutationFn: () => pause(name),
    onSuccess: () => {
      setAsked(false);
      return refresh();
    },
  });
  const resumed = useMutation({ mutationFn: () => goOn(name), onSuccess: refresh });
  const waiting = depth ? depth.waiting + depth.delayed : undefined;
  return (
    <Paper component="article" aria-label={name}>
      <Group justify="space-between" align="center">
        <Stack gap={4} flex={1} miw={220}>
          <Group gap="sm">
            <Title order={2}>{name}</Title>
            <StateBadge state={feed} />
          </Group>
          {impact !== undefined && (
            <Text size="sm" c="dimmed">
              {impact}
            </Text>
          )}
        </Stack>
        <Text size="sm" data-testid={`waiting-${name}`}>
          {waiting === undefined ? '–' : `${countOf(waiting, 'message')} waiting`}
          {depth && depth.inFlight > 0 && `, ${describeCount(depth.inFlight)} at work`}
        </Text>
        {feed === 'disabled' ? (
          <Button
            size="xs"
            leftSection={<IconPlayerPlay size={16} aria-hidden />}
            loading={resumed.isPending}
            onClick={() => resumed.mutate()}
          >
            Resume {name}
          </Button>
        ) : (
          <Button
            size="xs"
            variant="default"
            disabled={feed !== 'enabled'}
            leftSection={<IconPlayerPause size={16} aria-hidden />}
            onClick={() => setAsked(true)}
          >
            Pause {name} …
          </Button>
        )}
      </Group>
      {resumed.error && <ErrorState error={resumed.error} />}
      <Modal opened={isAsked} onClose={() => setAsked(false)} title={`Pause ${name}`}>
        <Stack>
          <Text size="sm">
            What it works on is finished. What comes meanwhile waits in its queue, for 14 days at the most. {impact}
          </Text>
          {paused.error && <ErrorState error={paused.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={() => setAsked(false)}>
              Cancel
            </Button>
            <Button loading={paused.isPending} onClick={() => paused.mutate()}>
              Pause
            </Button>
          </Group>
        </Stack>
      </Modal>
    </Paper>
  );
}
