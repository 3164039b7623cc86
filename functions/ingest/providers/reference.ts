/**
 * A value of the request: a header, a field of the query, or a place (RFC 6901) in the body read as JSON or as a form;
 * `body:sha256`, the hash of the bytes, names a body that nothing in it does.
 */
export type Reference = `header:${string}` | `query:${string}` | `/${string}` | 'body:sha256';
