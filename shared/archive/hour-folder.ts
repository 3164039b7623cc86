/** Everything kept per batch lies by the hour in which its events were received: `<prefix>date=2026-01-31/hour=09/`. */
export function hourFolder(prefix: string, receivedAt: string): string {
  return `${prefix}date=${receivedAt.slice(0, 10)}/hour=${receivedAt.slice(11, 13)}/`;
}
