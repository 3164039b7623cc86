import { Button } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { ErrorState } from './error-state.tsx';

/** A page that breaks says so, and leaves the rest of the console alone. React knows this only as a class. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, { readonly error?: Error }> {
  override readonly state: { readonly error?: Error } = {};

  static getDerivedStateFromError(error: unknown) {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <ErrorState error={error} title="This page broke">
        <Button onClick={() => location.reload()}>Load it again</Button>
      </ErrorState>
    );
  }
}
