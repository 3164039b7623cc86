import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { ConsolePorts } from './console-ports.ts';
import { explainError } from './explain-error.ts';
import { checkHost } from './guards/check-host.ts';
import { checkOrigin } from './guards/check-origin.ts';
import { checkToken } from './guards/check-token.ts';
import { securityHeaders } from './guards/security-headers.ts';
import { inspectRoutes } from './routes/inspect-routes.ts';
import { overviewRoutes } from './routes/overview-routes.ts';
import { rejoinRoutes, tabKeyRoute } from './routes/rejoin-routes.ts';
import { runRoutes } from './routes/run-routes.ts';
import { serveApp } from './routes/serve-app.ts';
import { traceRoute } from './routes/trace-route.ts';
import { workerRoutes } from './routes/worker-routes.ts';

/** 10,000 ids of 64 characters are the longest request. */
const REQUEST_BYTES_MAX = 1024 * 1024;

/** The console's server: the app, and the operators' verbs for whoever has the token. */
export function createConsole(ports: ConsolePorts): Hono {
  const api = new Hono()
    .use(
      bodyLimit({
        maxSize: REQUEST_BYTES_MAX,
        onError: (context) => context.json({ error: 'The request is too large.' }, 413),
      }),
    )
    .route('/', rejoinRoutes(ports))
    .use(checkToken(ports.token))
    .route('/', tabKeyRoute(ports))
    .route('/', inspectRoutes(ports))
    .route('/', traceRoute(ports))
    .route('/', overviewRoutes(ports))
    .route('/runs', runRoutes(ports))
    .route('/workers', workerRoutes(ports))
    .all('*', (context) => context.json({ error: 'The console has no such verb.' }, 404));

  return new Hono()
    .use(securityHeaders)
    .use(checkHost(ports.port))
    .use(checkOrigin(ports.port))
    .route('/api', api)
    .route('/', serveApp(ports.files))
    .onError((error, context) => explainError(error, context, ports.tell));
}
