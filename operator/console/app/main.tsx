import '@mantine/core/styles.css';
import '@mantine/charts/styles.css';
import './console.css';
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ErrorBoundary } from './components/error-boundary.tsx';
import { takeToken } from './connection/session-token.ts';
import { Shell } from './shell.tsx';
import { theme } from './theme.ts';

takeToken();

const queryClient = new QueryClient({
  defaultOptions: {
    // The server is on this machine, whatever the browser thinks of the network; polling is the retry.
    queries: { networkMode: 'always', retry: false, staleTime: 500 },
    mutations: { networkMode: 'always', retry: false },
  },
});

const styleNonce = document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.content ?? '';
// What keeps the page from scrolling behind a dialog adds a style of its own, and takes its nonce from here.
Object.assign(globalThis, { __webpack_nonce__: styleNonce });

const root = document.querySelector('#root');
if (!root) throw new Error('The document has no place for the app');

createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={() => styleNonce}>
      <QueryClientProvider client={queryClient}>
        <ErrorBoundary>
          <Shell />
        </ErrorBoundary>
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
