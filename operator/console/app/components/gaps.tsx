import { Alert, List } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';

/** What could not be looked at, and why. */
export function Gaps({ gaps }: { readonly gaps: readonly string[] }) {
  if (gaps.length === 0) return null;
  return (
    <Alert variant="outline" color="gray" icon={<IconInfoCircle aria-hidden />} title="Not all could be looked at">
      <List size="sm">
        {gaps.map((gap) => (
          <List.Item key={gap}>{gap}</List.Item>
        ))}
      </List>
    </Alert>
  );
}
