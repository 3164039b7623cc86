interface Client {
  readonly middlewareStack: { remove(name: string): boolean };
}

/**
 * Takes the SDK's log of every call away: it walks all that was sent and answered to hide what is secret, and then gives it
 * to a logger that drops it. That is a seventh of the time of a call
 * that sends ten messages, and half of one that reads a large page.
 */
export function withoutCallLog<C extends Client>(client: C): C {
  client.middlewareStack.remove('loggerMiddleware');
  return client;
}
