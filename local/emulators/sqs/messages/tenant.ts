/** Whom the messages of one MessageGroupId belong to, on one queue. */
export interface Tenant {
  /** An upper bound; as of all messages in flight, exact counting on every receive would be slow. */
  inFlightAtMost: number;
  isNoisy: boolean;
  lastSentAt: number;
}

/** By queue id and MessageGroupId. They are not kept over a restart: AWS calls its own detection approximate, too. */
export type Tenants = Map<number, Map<string, Tenant>>;
