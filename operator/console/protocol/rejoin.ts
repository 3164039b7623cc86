import * as v from 'valibot';

/** What a tab keeps besides its token, to be let in again by the next start of the console. It never leaves the tab. */
export const tabKeySchema = v.object({ key: v.string() });

export const challengeSchema = v.object({ challenge: v.string() });

/** base64url(HMAC-SHA256(key, {@link textToProve})) */
export const rejoinRequestSchema = v.strictObject({ proof: v.string() });

export const rejoinedSchema = v.object({ token: v.string() });

/** The port is in it, so that whoever listens on another one cannot hand our challenge on as theirs. */
export const textToProve = (port: string, challenge: string): string => `webhook console ${port} ${challenge}`;
