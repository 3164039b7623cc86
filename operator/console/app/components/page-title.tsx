import { Box, Group, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';

interface PageTitleProps {
  readonly title: string;
  readonly children?: ReactNode;
  /** What can be done here. */
  readonly actions?: ReactNode;
}

export function PageTitle({ title, children, actions }: PageTitleProps) {
  useDocumentTitle(`${title} · Webhook console`);
  return (
    <Group justify="space-between" align="flex-start" mb="lg" gap="sm">
      <Box flex={1} miw={200}>
        <Title order={1}>{title}</Title>
        {children !== undefined && (
          <Text c="dimmed" size="sm" mt={4} component="div">
            {children}
          </Text>
        )}
      </Box>
      {actions}
    </Group>
  );
}
