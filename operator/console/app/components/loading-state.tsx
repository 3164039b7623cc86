import { Skeleton, Stack } from '@mantine/core';

/** Rows as high as those that will come, so that nothing jumps. */
export function LoadingState({ rows = 6, height = 36 }: { readonly rows?: number; readonly height?: number }) {
  return (
    <Stack gap="sm" role="status" aria-label="Loading">
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} height={height} radius="sm" />
      ))}
    </Stack>
  );
}
