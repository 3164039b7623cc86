import { Button, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Answer } from '../components/answer.tsx';
import { ErrorState } from '../components/error-state.tsx';
import { TextLink } from '../components/text-link.tsx';
import { abort, progressQuery } from '../connection/api.ts';
import { RunCounts } from './run-counts.tsx';

/** How far a run is. It goes on without anybody looking. */
export function RunWatch({ run, onClose }: { readonly run: string; readonly onClose: () => void }) {
  const progress = useQuery(progressQuery(run));
  const aborted = useMutation({ mutationFn: () => abort({ run, reason: 'Aborted in the console' }) });
  return (
    <Stack gap="md">
      <Answer to={progress}>
        {({ state, answer, receipt, error }) => {
          const counts = state === 'running' ? (receipt ?? answer) : (answer ?? receipt);
          const isWorking = state === 'running' || (state === 'elsewhere' && receipt?.state === 'running');
          return (
            <>
              <RunCounts
                state={
                  isWorking ? 'running' : state === 'failed' ? 'failed' : (answer?.state ?? receipt?.state ?? 'running')
                }
                counts={counts}
              />
              {error !== undefined && <ErrorState error={new Error(error)} title="The run stopped" />}
              {isWorking && (
                <Text size="sm" c="dimmed">
                  It goes on when this is closed. <TextLink to={`/runs/${run}`}>Its receipt</TextLink> says how far it
                  is.
                </Text>
              )}
              {aborted.error && <ErrorState error={aborted.error} />}
              <Group justify="flex-end">
                {isWorking && (
                  <Button variant="default" loading={aborted.isPending} onClick={() => aborted.mutate()}>
                    Abort
                  </Button>
                )}
                {!isWorking && <TextLink to={`/runs/${run}`}>The receipt</TextLink>}
                <Button onClick={onClose}>Close</Button>
              </Group>
            </>
          );
        }}
      </Answer>
    </Stack>
  );
}
