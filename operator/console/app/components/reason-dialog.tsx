import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { ErrorState } from './error-state.tsx';

interface ReasonDialogProps {
  readonly isOpened: boolean;
  readonly title: string;
  /** What will happen. */
  readonly what: string;
  /** The word on the button. */
  readonly confirm: string;
  readonly isPending: boolean;
  readonly error: Error | null;
  readonly onConfirm: (reason: string) => void;
  readonly onClose: () => void;
}

/** Names what will happen, and asks why. */
export function ReasonDialog({
  isOpened,
  title,
  what,
  confirm,
  isPending,
  error,
  onConfirm,
  onClose,
}: ReasonDialogProps) {
  const [reason, setReason] = useState('');
  return (
    <Modal opened={isOpened} onClose={onClose} title={title}>
      <form
        onSubmit={(submitted) => {
          submitted.preventDefault();
          onConfirm(reason.trim());
        }}
      >
        <Stack>
          <Text size="sm">{what}</Text>
          <Textarea
            label="Reason"
            required
            autosize
            minRows={2}
            maxLength={1000}
            data-autofocus
            value={reason}
            onChange={({ currentTarget }) => setReason(currentTarget.value)}
          />
          {error && <ErrorState error={error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={isPending} disabled={reason.trim() === ''}>
              {confirm}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
