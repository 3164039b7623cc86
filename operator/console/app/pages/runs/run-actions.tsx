import { Button, Group, Stack } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Receipt } from '#shared/messages/receipt.ts';
import { ErrorState } from '../../components/error-state.tsx';
import { ReasonDialog } from '../../components/reason-dialog.tsx';
import { abort, resume } from '../../connection/api.ts';
import { isOver, stateOf } from './state-of.ts';

/** What can still be done with a run that has not come to its end. */
export function RunActions({ receipt }: { readonly receipt: Receipt }) {
  const { run, request } = receipt;
  const [isAsked, setAsked] = useState(false);
  const queryClient = useQueryClient();
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['runs'] });
  const aborted = useMutation({
    mutationFn: (reason: string) => abort({ run, reason }),
    onSuccess: () => {
      setAsked(false);
      return refresh();
    },
  });
  const resumed = useMutation({ mutationFn: () => resume(run), onSuccess: refresh });
  const now = new Date();
  const isRunning = stateOf(receipt, now) === 'running';
  // The probe's own ends by itself; where it died a resume ends its receipt.
  const isOfProbe = request.kind === 'probe';
  if (isOver(receipt, now) || (isOfProbe && isRunning)) return null;
  return (
    <Stack gap="xs" align="flex-end">
      <Group>
        {!isRunning && (
          <Button size="xs" loading={resumed.isPending} onClick={() => resumed.mutate()}>
            {isOfProbe ? 'End its receipt' : 'Resume'}
          </Button>
        )}
        {!isOfProbe && (
          <Button size="xs" variant="default" onClick={() => setAsked(true)}>
            Abort …
          </Button>
        )}
      </Group>
      {resumed.error && <ErrorState error={resumed.error} />}
      <ReasonDialog
        isOpened={isAsked}
        title="Abort this run"
        what="It ends after what is under way. What it has sent stays sent."
        confirm="Abort"
        isPending={aborted.isPending}
        error={aborted.error}
        onConfirm={(reason) => aborted.mutate(reason)}
        onClose={() => setAsked(false)}
      />
    </Stack>
  );
}
