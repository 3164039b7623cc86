import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ErrorState } from './error-state.tsx';
import { LoadingState } from './loading-state.tsx';

interface AnswerProps<Value> {
  readonly to: UseQueryResult<Value>;
  readonly loading?: ReactNode;
  readonly children: (value: Value) => ReactNode;
}

/** An answer in all of its states. What was known before stays on the page while its renewal fails: the banner says so. */
export function Answer<Value>({ to, loading = <LoadingState />, children }: AnswerProps<Value>) {
  if (to.data !== undefined) return children(to.data);
  if (to.error) return <ErrorState error={to.error} />;
  return loading;
}
