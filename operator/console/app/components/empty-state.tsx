import { Center, Stack, Text, ThemeIcon } from '@mantine/core';
import { IconCircleCheck, type Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';

interface EmptyStateProps {
  readonly title: string;
  readonly icon?: Icon;
  readonly children?: ReactNode;
}

/** There is nothing, and that is no failure. */
export function EmptyState({ title, icon: Icon = IconCircleCheck, children }: EmptyStateProps) {
  return (
    <Center py={48}>
      <Stack align="center" gap="xs" maw={420} ta="center">
        <ThemeIcon variant="default" size={48} radius="xl">
          <Icon aria-hidden size={26} stroke={1.5} />
        </ThemeIcon>
        <Text fw={600}>{title}</Text>
        {children !== undefined && (
          <Text size="sm" c="dimmed" component="div">
            {children}
          </Text>
        )}
      </Stack>
    </Center>
  );
}
