import { Alert, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Refused } from '../connection/refused.ts';

interface ErrorStateProps {
  readonly error: Error;
  readonly title?: string;
  readonly children?: ReactNode;
}

export function ErrorState({ error, title = 'That did not work', children }: ErrorStateProps) {
  return (
    <Alert variant="outline" color="red" icon={<IconAlertTriangle aria-hidden />} title={title} role="alert">
      <Stack gap="xs" align="flex-start">
        <Text size="sm" style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
          {error.message}
        </Text>
        {error instanceof Refused && error.advice !== undefined && <Text size="sm">{error.advice}</Text>}
        {children}
      </Stack>
    </Alert>
  );
}
