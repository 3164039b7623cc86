/** What it is published as; nobody filters by it. */
export const CANARY_TYPE = 'canary.sent';
