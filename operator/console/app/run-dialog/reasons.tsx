import { List } from '@mantine/core';
import { describeCount } from '../components/numbers.ts';

/** Reason → how many, as a run counts what it has not done. */
export function Reasons({ reasons }: { readonly reasons: Readonly<Record<string, number>> | undefined }) {
  const entries = Object.entries(reasons ?? {});
  if (entries.length === 0) return '.';
  return (
    <>
      :
      <List size="sm">
        {entries.map(([reason, count]) => (
          <List.Item key={reason}>
            {describeCount(count)}: {reason}
          </List.Item>
        ))}
      </List>
    </>
  );
}
