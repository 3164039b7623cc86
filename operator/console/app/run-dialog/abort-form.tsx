import { Button, Group, Stack, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { ErrorState } from '../components/error-state.tsx';
import { abort } from '../connection/api.ts';

interface AbortFormProps {
  readonly run: string;
  readonly onClose: () => void;
}

/** Asks why before a run is ended, as the page of runs does. */
export function AbortForm({ run, onClose }: AbortFormProps) {
  const [reason, setReason] = useState('');
  const aborted = useMutation({ mutationFn: () => abort({ run, reason: reason.trim() }), onSuccess: onClose });
  return (
    <form
      aria-label="Abort this run"
      onSubmit={(submitted) => {
        submitted.preventDefault();
        aborted.mutate();
      }}
    >
      <Stack>
        <Textarea
          label="Why abort it?"
          description="It ends after what is under way. What it has sent stays sent."
          required
          autoFocus
          autosize
          minRows={2}
          maxLength={1000}
          value={reason}
          onChange={({ currentTarget }) => setReason(currentTarget.value)}
        />
        {aborted.error && <ErrorState error={aborted.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Let it go on
          </Button>
          <Button type="submit" color="red.8" loading={aborted.isPending} disabled={reason.trim() === ''}>
            Abort
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
