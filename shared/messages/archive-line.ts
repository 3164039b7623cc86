import { isUtf8 } from 'node:buffer';
import * as v from 'valibot';
import type { Event } from './event.ts';
import { readVersioned } from './read-versioned.ts';

/**
 * One archived event: a CloudEvents 1.0 event in JSON format, with extension attributes of our own.
 * https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md
 */
export const archiveLineSchema = v.pipe(
  v.object({
    specversion: v.literal('1.0'),
    id: v.string(),
    source: v.string(),
    type: v.string(),
    time: v.pipe(v.string(), v.isoTimestamp()),
    datacontenttype: v.string(),
    /** JSON as JSON, so that Athena and DuckDB can look into it, numbers beyond all doubles as null; other text as a string. */
    data: v.exactOptional(v.unknown()),
    /** Bytes that are no text, or not the JSON that they are said to be. */
    data_base64: v.exactOptional(v.string()),
    v: v.literal(1),
    deliveryid: v.string(),
    provider: v.string(),
    traceparent: v.exactOptional(v.string()),
    sendereventid: v.exactOptional(v.string()),
    /** The kept headers as JSON text: an extension attribute cannot be a map. */
    headers: v.string(),
    /** Of an array: where the signed body lies that this element was cut from, as JSON text. */
    element: v.exactOptional(v.string()),
    /** As of its event. */
    retentiondays: v.exactOptional(v.number()),
    /** The exact bytes in base64, wherever JSON.stringify(data) would not give them back. */
    rawbody: v.exactOptional(v.string()),
  }),
  v.check(({ data, data_base64 }) => data !== undefined || data_base64 !== undefined, 'has no data'),
  v.readonly(),
);

export type ArchiveLine = v.InferOutput<typeof archiveLineSchema>;

/** @throws {RetryLater} for a newer version than this code knows; an ordinary error for anything that is no such line. */
export const readArchiveLine = (text: string): ArchiveLine => readVersioned('archive line', archiveLineSchema, text);

export function toArchiveLine(event: Event, bytes: Buffer, traceparent: string): ArchiveLine {
  return {
    specversion: '1.0',
    id: event.id,
    source: event.source,
    type: event.type,
    time: event.receivedAt,
    datacontenttype: event.contentType,
    ...archivedData(event.contentType, bytes),
    v: 1,
    deliveryid: event.deliveryId,
    provider: event.provider,
    ...(traceparent !== '' && { traceparent }),
    ...(event.senderEventId !== undefined && { sendereventid: event.senderEventId }),
    headers: JSON.stringify(event.headers),
    ...(event.element && { element: JSON.stringify(event.element) }),
    ...(event.retentionDays !== undefined && { retentiondays: event.retentionDays }),
  };
}

/** The bytes that were verified, or, of an array, the element as it stood in them. */
export function archivedBytes(line: ArchiveLine): Buffer {
  if (line.rawbody !== undefined) return Buffer.from(line.rawbody, 'base64');
  if (line.data_base64 !== undefined) return Buffer.from(line.data_base64, 'base64');
  const text = isJson(line.datacontenttype) ? JSON.stringify(line.data) : String(line.data);
  return Buffer.from(text, 'utf8');
}

function archivedData(contentType: string, bytes: Buffer): Pick<ArchiveLine, 'data' | 'data_base64' | 'rawbody'> {
  if (!isUtf8(bytes)) return { data_base64: bytes.toString('base64') };
  const text = bytes.toString('utf8');
  if (!isJson(contentType)) return { data: text };
  const json = parseJson(text);
  if (!json) return { data_base64: bytes.toString('base64') };
  const printed = JSON.stringify(json.data);
  if (printed === text) return json;
  // Infinity is no JSON, and only printing makes null of it. To parse again takes memory: only where there may be one.
  const data: unknown = MAY_HAVE_INFINITY.test(text) ? JSON.parse(printed) : json.data;
  return { data, rawbody: bytes.toString('base64') };
}

/** A number with an exponent, or with as many digits as only reach beyond all doubles: 1.8e308. */
const MAY_HAVE_INFINITY = /(?:^|[[,:\s])-?(?:\d[\d.]*[eE]\+?\d|\d{309})/;

function parseJson(text: string): { readonly data: unknown } | undefined {
  try {
    return { data: JSON.parse(text) };
  } catch {
    // Called JSON and is none: archived as the bytes that it is, never lost.
    return undefined;
  }
}

const isJson = (contentType: string) => /^[^;]*[/+]json\s*(?:;|$)/i.test(contentType);
